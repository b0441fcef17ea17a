from bot.recent import Recent


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"] = 1
    recent["b"] = 2

    found = recent.get("a")
    recent["c"] = 3

    assert (found, recent.get("b"), "b" in recent, "a" in recent, recent.get("c")) == (1, None, False, True, 3)
