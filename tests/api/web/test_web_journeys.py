"""What people do with the page, step by step, over the sample documents."""

import re
from urllib.parse import quote

from tests.api.web.browser import PHONE, settle

LEAD = "Cơ quan nào chủ trì theo dõi Công văn 1023?"
VIEWS = (
    "",
    f"?q={quote(LEAD)}",
    "?view=documents",
    "?view=register",
    "?view=register&shape=calendar",
    "?view=genealogy&number=59-NQ/TW",
    "?view=figures&words=nhiệm vụ",
    "?view=upload",
    "?view=admin",
)


def asked(visit, question, **options):
    page = visit("?q=" + quote(question), **options)
    page.wait_for_selector("#results > *")
    return page


def text(page, selector):
    return page.locator(selector).first.inner_text()


def test_a_question_is_typed_answered_reloaded_and_left_again(visit):
    page = visit()
    page.keyboard.type(LEAD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    assert text(page, ".answer .value") == "Ban Tuyên giáo Thành ủy"
    assert "Ban Tuyên giáo Thành ủy" in text(page, ".answer blockquote mark")
    assert "1023-CV/TU" in text(page, ".answer .source")
    assert page.title().startswith(LEAD)
    page.reload()
    page.wait_for_selector(".answer")
    page.go_back()
    page.wait_for_selector(".home")
    assert page.locator(".answer").count() == 0


def test_suggestions_go_on_from_what_is_typed(visit):
    page = visit()
    page.keyboard.type("ai ky cong van 10", delay=5)
    page.wait_for_selector("#suggestions li")
    page.keyboard.press("ArrowDown")
    active = page.locator("#question").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#question").input_value() == "ai ky Công văn 1023-CV/TU "
    assert page.locator("#suggestions").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    page.keyboard.press("/")


def test_an_earlier_question_is_offered_again(visit):
    page = asked(visit, LEAD)
    page.goto(page.url.split("?")[0])
    page.locator("#question").press_sequentially("chu tri theo doi", delay=5)
    page.locator("#suggestions li", has_text=LEAD).click()
    page.wait_for_selector(".answer")


def test_what_no_document_states_is_said_with_its_reason(visit):
    page = asked(visit, "Công văn 1023-CV/TU có hiệu lực từ ngày nào?")
    assert page.locator(".abstention h2").count() == 1
    assert page.locator(".answer").count() == 0


def test_of_two_documents_that_fit_one_is_chosen(visit):
    page = asked(visit, "Ai ký Nghị quyết 59-NQ/TW?")
    choices = page.locator(".choices a")
    assert choices.count() == 2
    choices.first.click()
    page.wait_for_selector("#within:not([hidden]) strong")
    assert "in=" in page.url


def test_a_follow_up_leans_on_the_question_before(visit):
    page = asked(visit, LEAD)
    page.fill("#follow", "thế ai phối hợp?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".thread")
    page.wait_for_selector(".answer, .abstention")
    assert LEAD in text(page, ".thread")
    assert "Văn phòng Thành ủy" in text(page, ".answers")
    page.locator(".thread a", has_text=LEAD).click()
    page.wait_for_selector(".answer")
    assert page.locator(".thread").count() == 0


def test_documents_are_narrowed_by_facets(visit):
    page = asked(visit, "nhiệm vụ trọng tâm là gì")
    page.click("#filters summary")
    page.select_option("#filters select[name=kind]", "chỉ thị")
    page.wait_for_url("**kind=*", wait_until="commit")
    page.wait_for_selector("#results:not([aria-busy]) .source")
    names = page.locator("#results .source cite").all_inner_texts()
    assert names
    assert all(name.startswith("Chỉ thị") for name in names)
    assert page.locator("#filters select[name=validity] option").count() > 1
    page.fill("#filters [name=agency]", "Sở Y tế")
    page.keyboard.press("Enter")
    page.wait_for_url("**agency=*", wait_until="commit")


def test_the_reader_marks_what_was_read_and_leads_to_it(visit):
    page = asked(visit, LEAD)
    page.locator(".answer .open").click()
    page.wait_for_selector(".legend fieldset")
    assert "Ban Tuyên giáo Thành ủy" in text(page, ".sheet mark.value-mark")
    marked = page.locator(".text .task-mark").count()
    assert marked > 2
    assert page.locator(".text .reference-mark").count() > 0
    page.locator(".legend-kind", has_text="Nhiệm vụ").locator("input").uncheck()
    assert page.locator(".text.without-task").count() == 1
    page.locator(".jumps summary").click()
    page.locator(".jumps .jump").last.click()
    assert page.locator(".text .here").count() > 0
    with page.expect_download() as download:
        page.locator(".ways a[download]").click()
    assert download.value.suggested_filename.startswith("11-cong-van-1023")
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('open')")


def test_the_register_is_narrowed_sorted_and_proved(visit):
    page = visit("?view=register")
    before = page.locator("table.register tbody tr").count()
    page.fill("[name=agency]", "Sở Tài chính")
    page.keyboard.press("Enter")
    page.wait_for_url("**agency=*", wait_until="commit")
    page.wait_for_function(f"document.querySelectorAll('table.register tbody tr').length < {before}")
    page.locator("th a", has_text="Cơ quan").click()
    page.wait_for_selector("th[aria-sort=ascending]")
    names = [name.casefold() for name in page.locator(".of-agency strong").all_inner_texts()]
    assert len(names) > 1
    page.locator("a.proof").first.click()
    page.wait_for_selector(".sheet mark.quote-mark")
    assert "agency=" in page.url
    assert "agency=" in page.locator("a[href*='assignments.csv']").get_attribute("href")


def test_deadlines_stand_in_a_calendar(visit):
    page = visit("?view=register&shape=calendar&month=2024-04")
    busy = page.locator("td.busy")
    assert busy.count() > 0
    assert page.locator("td.busy time[datetime='2024-04-20']").count() == 1
    page.locator(".month-head a", has_text="Tháng sau").click()
    page.wait_for_selector("h2:has-text('tháng 5 năm 2024')")
    page.go_back()
    page.wait_for_selector("h2:has-text('tháng 4 năm 2024')")


def test_a_family_is_drawn_and_listed(visit):
    page = visit("?view=genealogy&number=59-NQ/TW")
    page.wait_for_selector("svg.family")
    assert (
        page.locator("svg.family").first.locator("rect").count()
        == page.locator(".works").first.locator(":scope > li").count()
    )
    page.locator(".family-part details summary").first.click()
    page.wait_for_selector(".bodies summary")
    page.locator("svg.family a", has_text="98/NQ-CP").first.click()
    page.wait_for_url("**98%2FNQ-CP*", wait_until="commit")
    page.wait_for_selector("svg.family")


def test_an_unknown_number_is_explained(visit):
    page = visit("?view=genealogy&number=99999-NQ/TW")
    assert "Không văn bản nào trong kho" in text(page, ".failure")


def test_figures_stand_with_their_proofs(visit):
    page = visit("?view=figures")
    page.locator(".chips a").first.click()
    page.wait_for_selector(".series table")
    page.locator(".series td a").first.click()
    page.wait_for_selector(".sheet mark.value-mark")


def test_a_file_is_uploaded_asked_and_deleted(visit):
    letter = (
        "THÀNH ỦY MẪU\nSố: 77-CV/TU\nCần Thơ, ngày 03 tháng 4 năm 2024\n\nCÔNG VĂN\nvề việc thử trang\n\n"
        "1. Giao Sở Nội vụ chủ trì rà soát trang thử.\n\nPHÓ BÍ THƯ\nNgười Ký Mẫu"
    )
    page = visit("?view=upload")
    page.set_input_files(
        "#pick-files", {"name": "thử-77.txt", "mimeType": "text/plain", "buffer": letter.encode()}
    )
    line = page.locator(".task.succeeded .good", has_text="thử-77.txt")
    line.locator("a", has_text="Hỏi").click()
    page.wait_for_selector("#within:not([hidden]) strong")
    page.goto(page.url.split("?")[0] + "?view=admin")
    row = page.locator("tr", has_text="thử-77.txt")
    row.get_by_role("button").click()
    row.locator(".danger").click()
    page.wait_for_selector("[role=status]:has-text('Đã xóa')")
    assert page.locator("tr", has_text="thử-77.txt").count() == 0


def test_a_judgement_is_sent_with_what_is_wrong(visit):
    page = asked(visit, LEAD)
    sent = []
    page.on("request", lambda request: "feedback" in request.url and sent.append(request.post_data_json))
    page.locator(".feedback button", has_text="Sai").click()
    page.fill(".comment input", "thiếu cơ quan phối hợp")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.comment').length === 0")
    page.wait_for_load_state("networkidle")
    assert [(one["verdict"], one.get("comment")) for one in sent] == [
        ("down", None),
        ("down", "thiếu cơ quan phối hợp"),
    ]
    assert sent[0]["value"] == "Ban Tuyên giáo Thành ủy"


def test_english_is_chosen_and_remembered(visit):
    page = visit("?view=register")
    page.click("#language")
    page.wait_for_selector("h1:has-text('Register of assigned tasks')")
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(page.url.split("?")[0])
    assert text(page, ".welcome h1") == "Ask the directives"
    page.click("#language")
    page.wait_for_selector("h1:has-text('Hỏi văn bản chỉ đạo')")


def test_the_theme_is_chosen_and_remembered(visit):
    page = visit(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_keys_lead_everywhere_and_can_be_switched_off(visit):
    page = visit("?view=documents")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    page.wait_for_function("!document.activeElement.closest('dialog')")  # keys typed into it lead nowhere
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**view=register*", wait_until="commit")
    page.wait_for_selector("table.register")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("/")
    page.wait_for_selector("#question:focus")
    page.goto(page.url.split("?")[0] + "?view=documents")
    page.keyboard.press("?")
    page.locator("dialog input").uncheck()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    page.keyboard.press("/")
    assert "view=documents" in page.url


def test_the_first_tab_leads_to_the_content(visit):
    page = visit("?view=documents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert "view=documents" in page.url


def test_nothing_runs_out_of_a_phone(visit):
    page = visit(viewport=PHONE)
    home = page.url.split("?")[0]
    for address in VIEWS:
        page.goto(home + address)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_an_answer_is_printed_on_one_page(visit):
    page = asked(visit, LEAD)
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(pages) == 1
    page.emulate_media(media="print")
    for shown in (".box", ".answer .value", ".answer blockquote", ".answer .source"):
        assert page.locator(shown).first.is_visible()
    for hidden in (".views", ".follow", ".hits", ".feedback"):
        assert not page.locator(hidden).first.is_visible()
