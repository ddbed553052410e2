"""Addresses of the sign-in: those of django-allauth that we use, under their own names, and ours."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from tvaers.web.signin import accounts, factor, keys, views

own = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/<str:token>/", views.invitation, name="invitation"),
    path("act-for/", views.act_for, name="act-for"),
    path("kept/", views.kept_text, name="kept"),
    path("second-factor/keys/add/", keys.add, name="key-add"),
    path("second-factor/keys/<int:pk>/name/", keys.name, name="key-name"),
    path("second-factor/keys/<int:pk>/remove/", keys.remove, name="key-remove"),
    path("login/factor/", factor.show_factor, name="factor"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("login/closed/", accounts.inactive, name="account_inactive"),
    path("login/again/", accounts.password_again, name="account_reauthenticate"),
    path("login/code/", factor.second_step, name="mfa_authenticate"),
    path("login/code/again/", accounts.code_again, name="mfa_reauthenticate"),
    path("password/change/", accounts.change_password, name="account_change_password"),
    path("password/reset/", accounts.forgotten_password, name="account_reset_password"),
    path("password/reset/sent/", accounts.letter_sent, name="account_reset_password_done"),
    path("password/reset/done/", accounts.password_is_new, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        accounts.new_password,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", accounts.first_code, name="mfa_activate_totp"),
    path("second-factor/codes/", accounts.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", accounts.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/codes/file/", accounts.recovery_codes_file, name="mfa_download_recovery_codes"),
]
