"""Addresses of one practice page: every behaviour of the shell, without any business behind it."""

import time
from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

PAGE = """{% extends "base.html" %}{% block title %}Tập{% endblock %}{% block content %}
{% pagehead "Trang tập" sub="một trang có đủ hành vi" %}
  <button class="btn btn-secondary" type="button" data-dialog="sure" aria-haspopup="dialog">Bỏ hồ sơ</button>
{% endpagehead %}
{% dialog "sure" "Bỏ hồ sơ này?" action="/tap/luu/" confirm="Bỏ hồ sơ" %}<p>Mất 15 dòng.</p>{% enddialog %}
<form hx-post="/tap/409/" hx-target="#out"><label>Họ và tên <input name="name" value="Lan"></label>
  <button id="b409">Gửi 409</button></form>
<button id="b403" hx-post="/tap/403/" hx-target="#out">Gửi 403</button>
<button id="b500" hx-post="/tap/500/" hx-target="#out">Gửi 500</button>
<button id="save" class="btn btn-primary" hx-post="/tap/luu/" hx-target="#out" data-busy="Đang lưu…">Lưu</button>
<button id="say" hx-post="/tap/bao/" hx-target="#out" data-key="b">Báo</button>
<form method="post" action="/tap/luu/" data-guard>{% csrf_token %}<label>Ghi chú <input id="note" name="note"></label>
  <button id="send" data-busy="Đang gửi…">Gửi</button></form>
<p id="sentence">Toàn huyện có <a href="#">66 đề nghị</a>.</p>
<button id="copy" data-copy="#sentence" data-copied="Đã chép câu báo cáo">Sao chép</button>
<div data-list>
  <div data-item><a id="first" href="#1" data-nav>Việc một</a></div>
  <div data-item><a id="second" href="#2" data-nav>Việc hai</a></div>
</div><div id="out"></div>{% endblock %}"""


def practice(request):
    """The page, for somebody who is signed in as far as the shell can tell."""
    user = SimpleNamespace(is_authenticated=True, get_full_name="Vũ Thị Hồng Hạnh", get_username="hanh")
    places = ["Việc hôm nay", "Hồ sơ", "Quyết định", "Sổ khen thưởng", "Tổng hợp", "Danh mục"]
    nav = [{"label": label, "url": "#", "icon": "house", "active": label == "Hồ sơ"} for label in places]
    context = {"user": user, "user_unit": "Phòng Nội vụ huyện Nam Sách", "nav_items": nav}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def save(request):
    time.sleep(0.4)  # long enough to see the button wait
    return HttpResponse("Đã lưu")


def say(request):
    return HttpResponse("", headers={"HX-Trigger": '{"toast": {"text": "Row 7 removed", "undo_url": "/tap/luu/"}}'})


def conflict(request):
    message = "Hồ sơ đã được bà Đoàn Thị Mai phê duyệt lúc 10:42."
    return render(request, "errors/409.html", {"message": message}, status=409)


def refuse(request):
    return render(request, "errors/403.html", {"message": "Chỉ Trưởng phòng được xác nhận hồ sơ này."}, status=403)


def fail(request):
    return HttpResponse("", status=500)


urlpatterns = [
    path("tap/", practice),
    path("tap/luu/", save),
    path("tap/bao/", say),
    path("tap/409/", conflict),
    path("tap/403/", refuse),
    path("tap/500/", fail),
    path("tai-khoan/", include("thiduakhenthuong.accounts.urls")),
]
handler404 = "thiduakhenthuong.core.views.not_found"
