"""Who answers the extension points: a new provider is noticed here."""

from core import points

PROVIDERS = {
    "navigation": [
        "emulation.selectors.navigation.navigation",
        "units.selectors.shell.navigation",
    ],
    "year_menu": ["emulation.selectors.navigation.year_menu"],
    "desk_tasks": [
        "awards.selectors.desk.desk_tasks",
        "emulation.selectors.amendment_tasks.amendment_tasks",
        "emulation.selectors.check_tasks.check_tasks",
        "emulation.selectors.desk.unit_tasks",
        "emulation.selectors.secretariat.secretariat_tasks",
    ],
    "year_columns": ["emulation.selectors.matrix.step_columns"],
    "closing_obstacles": ["awards.selectors.desk.closing_obstacles"],
    "registration_hints": [],
    "track_record": ["emulation.selectors.trackrecord.track_record"],
    "bloc_years": ["emulation.selectors.yearpage.years_of_bloc"],
    "demo_accounts": ["awards.management.demo.people.accounts_for_login_page"],
    "search": [
        "emulation.selectors.search.hits",
        "units.selectors.papers.paper_hits",
        "units.selectors.search.hits",
    ],
    "doc_pages": ["emulation.reports.scoring_page.doc_pages"],
}


def dotted(provider) -> str:
    return f"{provider.__module__}.{provider.__qualname__}"


def test_the_points_and_their_providers_are_the_listed_ones():
    found = {one.name: sorted(map(dotted, one.providers)) for one in points.ALL}
    assert found == PROVIDERS


def test_all_points_of_the_module_are_listed():
    own = [one for one in vars(points).values() if isinstance(one, points.Point)]
    assert own == list(points.ALL)


def test_a_provider_is_asked_once_and_in_order():
    point = points.Point("trial", "what?")
    assert list(point("x")) == []

    @point.register
    def first(word):
        yield f"{word} 1"

    def second(word):
        return [f"{word} 2", f"{word} 3"]

    point.register(second)
    point.register(first)
    assert list(point("số")) == ["số 1", "số 2", "số 3"]
