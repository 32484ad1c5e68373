"""Contrast and colour: what makes the pictures readable for everybody."""

import pytest

from analytics.charts.theme import BANDS, DARK, LIGHT, Palette, contrast


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
class TestEachPalette:
    def test_the_number_in_a_cell_stands_out_from_every_fill(self, palette: Palette) -> None:
        for band in BANDS:
            fill = palette.fill(band)
            assert contrast(palette.text_on(fill), fill) >= 4.5

    def test_words_stand_out_from_what_is_behind_them(self, palette: Palette) -> None:
        for ground in (palette.paper, palette.withheld, palette.accent_pale):
            assert contrast(palette.ink, ground) >= 4.5
        assert contrast(palette.muted, palette.paper) >= 4.5

    def test_marks_stand_out_from_the_paper(self, palette: Palette) -> None:
        assert contrast(palette.accent, palette.paper) >= 3

    def test_words_are_readable_across_the_hatch(self, palette: Palette) -> None:
        assert contrast(palette.ink, palette.hatch) >= 4.5

    def test_no_fill_is_used_for_two_meanings(self, palette: Palette) -> None:
        assert len({palette.fill(band) for band in BANDS}) == len(BANDS)


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
