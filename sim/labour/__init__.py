"""The labour market of teachers: who leaves, who comes, and how well posts are filled (model 4.1)."""

from sim.labour.displaced import leave_posts
from sim.labour.hiring import draw_people
from sim.labour.market import Market, hard_to_staff, open_market
from sim.labour.turnover import change_staff

__all__ = ["Market", "change_staff", "draw_people", "hard_to_staff", "leave_posts", "open_market"]
