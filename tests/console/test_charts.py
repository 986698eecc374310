"""Charts that the server draws."""

from app.console import charts


def test_a_share_is_a_bar_and_a_gap_in_a_trend_is_no_zero() -> None:
    assert 'class="bar" x="0" y="0" width="25"' in charts.bar(0.25)
    assert charts.bar(None) == ""
    points = [charts.Point("May", 0.5, "50 %"), charts.Point("June", None, "–"), charts.Point("July", 1.0, "100 %")]
    drawn = charts.trend(points, label="Kept", bottom="0 %", middle="50 %", top="100 %")
    assert 'd="M0 100M600 0"' in drawn
    assert drawn.count("trend__dot") == 2
    assert charts.rights_bar(["overdue", "met"]).index("fill-met") < charts.rights_bar(["overdue", "met"]).index("fill-overdue")
