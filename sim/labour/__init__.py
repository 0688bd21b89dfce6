"""The labour market of teachers: who leaves, who comes back or begins, and how well posts are filled (model 4.1)."""

from sim.labour.away import begin_staff, count_unqualified, rows_away
from sim.labour.market import Market, hard_to_staff, open_market
from sim.labour.turnover import change_staff

__all__ = ["Market", "begin_staff", "change_staff", "count_unqualified", "hard_to_staff", "open_market", "rows_away"]
