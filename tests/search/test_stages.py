import time

from search.stages import Clock, Stage, seconds_by_stage


def test_time_in_an_inner_stage_is_not_counted_twice():
    clock = Clock()
    with clock.stage(Stage.ANSWER):
        with clock.stage(Stage.DENSE):
            time.sleep(0.02)
        with clock.stage(Stage.DENSE):
            pass
    answer, dense = clock.laps[-1], clock.laps[:2]
    assert [lap.stage for lap in clock.laps] == [Stage.DENSE, Stage.DENSE, Stage.ANSWER]
    assert answer.end - answer.start >= 0.02
    assert answer.own == answer.end - answer.start - sum(lap.end - lap.start for lap in dense)
    assert list(seconds_by_stage(clock.laps)) == [Stage.DENSE, Stage.ANSWER]
    assert seconds_by_stage(clock.laps)[Stage.DENSE] == sum(lap.own for lap in dense)


def test_a_stage_that_fails_is_timed_too():
    clock = Clock()
    try:
        with clock.stage(Stage.LEXICAL):
            raise ValueError
    except ValueError:
        pass
    assert [lap.stage for lap in clock.laps] == [Stage.LEXICAL]
    with clock.stage(Stage.FUSE):
        pass
    assert clock.laps[-1].own >= 0


def test_a_stage_beside_others_counts_whole_and_its_waiting_is_not_counted_twice():
    clock, other = Clock(), Clock()
    with other.stage(Stage.LEXICAL):
        time.sleep(0.02)
    with clock.stage(Stage.ANSWER):
        start = time.perf_counter()
        time.sleep(0.02)
        waited = time.perf_counter() - start
        clock.beside(other, waited)
    *_, answer = clock.laps
    (lexical,) = other.laps
    assert seconds_by_stage(clock.laps)[Stage.LEXICAL] == lexical.end - lexical.start
    assert answer.own == answer.end - answer.start - waited
