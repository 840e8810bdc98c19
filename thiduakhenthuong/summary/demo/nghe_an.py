"""The other province: its resolution with forty objectives split by year, the campaign that serves them, its first year."""

import csv
from datetime import date
from decimal import Decimal

from campaigns.enums import CampaignKind, Direction, Operator, Rollup, StageKind, UnitLevel
from campaigns.models import Target, Unit
from campaigns.services import campaign, figures, objective, report, resolution, result, target
from campaigns.services.cells import Edit
from campaigns.services.measure_values import Amount
from thiduakhenthuong.core.names import search_key
from thiduakhenthuong.core.vntext import number
from thiduakhenthuong.summary.demo.lists import FOLDER
from thiduakhenthuong.summary.demo.stage import on

YEARS = range(2021, 2026)
OPERATORS = {
    ">=": Operator.AT_LEAST, "<=": Operator.AT_MOST, "range": Operator.RANGE, "=": Operator.KEEP, "qualitative": Operator.QUALITATIVE,
}  # fmt: skip
ROLLUPS = {"sum": Rollup.SUM, "end-point": Rollup.END_POINT, "average": Rollup.AVERAGE, "": Rollup.END_POINT}
# How the first year went, in percent of the way planned for it; invented, in the order of the file.
FIRST_YEAR = (100, 104, 100, 101, 100, 108, 62, 97, 96, 101, 112, 88, 91, 70, 100, 103)
