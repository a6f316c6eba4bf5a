"""Pages of the community funds."""

from django.urls import path

from ..views import console_fund, console_fund_book, console_fund_uses

urlpatterns = [
    path("funds/", console_fund.funds, name="console-funds"),
    path("funds/<int:pk>/", console_fund.fund, name="console-fund"),
    path("funds/<int:pk>/book/", console_fund_book.book, name="console-fund-book"),
    path("funds/<int:pk>/budgets/", console_fund_uses.uses, name="console-fund-uses"),
    path("funds/<int:pk>/statement.xlsx", console_fund_book.sheet, name="console-fund-sheet"),
    path("funds/<int:pk>/statement.pdf", console_fund_book.paper, name="console-fund-paper"),
    path("funds/transfers/<int:pk>/", console_fund_book.transfer, name="console-fund-transfer"),
    path("funds/<int:pk>/donation/", console_fund.donate, name="console-fund-donation"),
    path("funds/<int:pk>/ask/", console_fund.ask_other, name="console-fund-ask"),
    path("funds/wishes/<str:number>/", console_fund.ask_for_wish, name="console-fund-wish"),
    path("funds/payments/<int:pk>/", console_fund.payment, name="console-fund-payment"),
    path("funds/payments/<int:pk>/<slug:action>/", console_fund.act, name="console-fund-act"),
]
