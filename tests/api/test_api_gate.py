import asyncio

import pytest

from api.edge.gate import Gate, GateFull, WaitedTooLong


class Load:
    def __init__(self):
        self.seen = []

    def __call__(self, at_work, waiting):
        self.seen.append((at_work, waiting))


@pytest.fixture
def load():
    return Load()


def test_places_are_taken_and_given_in_the_order_of_asking(load):
    async def story():
        gate, order = Gate(1, 3, load), []

        async def visit(name):
            await gate.enter(5)
            order.append(name)
            await asyncio.sleep(0)
            gate.leave(0.1)

        await asyncio.gather(*(visit(name) for name in "abcd"))
        return order

    assert asyncio.run(story()) == list("abcd")
    assert max(load.seen) == (1, 3)
    assert load.seen[-1] == (0, 0)


def test_a_full_queue_refuses_at_once(load):
    async def story():
        gate = Gate(1, 1, load)
        await gate.enter(5)
        waiting = asyncio.create_task(gate.enter(5))
        await asyncio.sleep(0)
        with pytest.raises(GateFull):
            await gate.enter(5)
        gate.leave(0.1)
        await waiting
        gate.leave(0.1)

    asyncio.run(story())
    assert load.seen[-1] == (0, 0)


def test_who_waits_too_long_leaves_the_queue(load):
    async def story():
        gate = Gate(1, 1, load)
        await gate.enter(5)
        with pytest.raises(WaitedTooLong):
            await gate.enter(0.01)
        assert load.seen[-1] == (1, 0)
        gate.leave(0.1)
        await gate.enter(0)  # free again: nobody took the place along

    asyncio.run(story())


@pytest.mark.parametrize("granted_first", [True, False])
def test_a_place_that_comes_to_somebody_who_has_gone_goes_on_to_the_next(load, granted_first):
    async def story():
        gate = Gate(1, 2, load)
        await gate.enter(5)
        gone, stays = (asyncio.create_task(gate.enter(5)) for _ in range(2))
        await asyncio.sleep(0)
        if granted_first:
            gate.leave(0.1)  # the turn is set, the task has not run yet
            gone.cancel()
        else:
            gone.cancel()
            gate.leave(0.1)
        await asyncio.wait_for(stays, 1)
        gate.leave(0.1)

    asyncio.run(story())
    assert load.seen[-1] == (0, 0)


def test_advice_grows_with_the_queue_and_with_slowness_but_not_for_ever():
    async def story():
        gate = Gate(1, 500, lambda *_: None)
        assert gate.advice_s == 1
        for _ in range(60):
            await gate.enter(1)
            gate.leave(4.0)
        few = gate.advice_s
        await gate.enter(1)
        queue = [asyncio.create_task(gate.enter(50)) for _ in range(400)]
        await asyncio.sleep(0)
        most = gate.advice_s
        for task in queue:
            task.cancel()
        await asyncio.gather(*queue, return_exceptions=True)
        return few, most

    few, most = asyncio.run(story())
    assert few == 4
    assert most == 30
