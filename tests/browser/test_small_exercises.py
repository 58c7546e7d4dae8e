"""Risk pathways, the gain matrix and the memo builder: worked by keyboard, compared after commitment, kept, undone."""

from __future__ import annotations


def test_a_chain_is_ordered_and_weighed(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/06-risks.html", width=375)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-risk-pathways")
    chain = desk.locator("[data-pathway=bloc]")
    first = chain.locator(".tc-sorter > li").first.inner_text()
    chain.get_by_role("button", name="Check the order").press("Enter")
    assert "Look at place" in chain.inner_text()
    goal = ["Moscow and Pyongyang show", "In the West", "Washington, Seoul", "NATO and its"]
    for place, words in enumerate(goal):
        for _ in range(4):
            at = next(i for i, text in enumerate(chain.locator(".tc-sorter > li").all_inner_texts()) if words in text)
            if at == place:
                break
            chain.locator(".tc-sorter > li").nth(at).get_by_role("button", name="Move up").press("Enter")
    assert first
    chain.get_by_role("button", name="Check the order").press("Enter")
    chain.locator("input[type=range]").nth(1).press("ArrowLeft")
    assert "By your numbers the end comes in 6 of 100." in chain.inner_text()
    chain.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Name the link").wait_for()
    chain.get_by_label("link 3").press("Space")
    chain.get_by_role("button", name="Compare").press("Enter")
    assert "The book would begin there too." in page.evaluate("document.activeElement.innerText")
    page.reload()
    watched.mount_all()
    assert "The book would begin there too." in chain.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_a_row_of_gains_is_compared_and_summed(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/07-benefits.html", width=375)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-gain-matrix")
    row = desk.locator("[data-flow=dprk-ammunition-2023]")
    row.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Still without a sign: Russia, DPRK, PRC, ROK, US.").wait_for()
    for n, value in enumerate(("2", "1", "0", "-1", "-1")):
        row.locator("select").nth(n).select_option(value)
    desk.locator("[data-flow=treaty-2024] select").nth(1).select_option("1")
    row.get_by_role("button", name="Compare").press("Enter")
    assert "Russia ++ (you ++)" in page.evaluate("document.activeElement.innerText")
    desk.get_by_text("Counting everything, most is gained by Russia and DPRK; counting only what is attested, by DPRK.").wait_for()
    desk.get_by_label("count only what is attested").press("Space")
    assert "0" in desk.get_by_role("region", name="Your sums").locator("tbody tr").first.inner_text()
    desk.get_by_role("button", name="Undo").click()
    assert "Russia ++ (you" not in row.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []


def test_a_memo_takes_over_earlier_work_and_is_saved(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/11-competing-explanations.html")
    page = watched.page
    watched.mount_all()
    text = page.locator(".tc-live .tc-ach-workbench textarea").last
    text.fill("Item 10 decides. <script>alert(1)</script>")
    text.press("Tab")
    page.goto(served_book + "/book/chapters/15-policy-memo.html")
    watched.mount_all()
    memo = page.locator(".tc-live .tc-memo-builder")
    part = memo.locator("[data-part=grounds]")
    part.get_by_text("You wrote, in The workbench for competing hypotheses").press("Enter")
    part.get_by_role("button", name="Take it over").press("Enter")
    assert part.locator("textarea").input_value() == "Item 10 decides. <script>alert(1)</script>"
    memo.get_by_role("button", name="Check what can be checked").press("Enter")
    assert "The judgement is empty." in page.evaluate("document.activeElement.innerText")
    with page.expect_download() as download:
        memo.get_by_role("button", name="Save as Markdown").click()
    saved = download.value.path().read_text("utf-8")
    assert "Item 10 decides. &lt;script>" in saved
    page.reload()
    watched.mount_all()
    assert part.locator("textarea").input_value().startswith("Item 10 decides.")
    assert memo.get_by_text("Mark it yourself, after a night").count() == 1
    assert watched.wrong == []
