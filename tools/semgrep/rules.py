import flask, hmac, httpx, jinja2, logging, requests, sqlalchemy
from flask import redirect, render_template_string, request
from sqlalchemy import text

log = logging.getLogger(__name__)


def faults(session, name, token, given, answer, connection):
    # ruleid: template-from-text
    render_template_string(name)
    # ruleid: template-from-text
    jinja2.Template(name)
    # ruleid: sql-from-text
    session.execute(text(f"select * from t where name = '{name}'"))
    # ruleid: sql-from-text
    connection.exec_driver_sql(f"select {name}")
    # ok: sql-from-text
    session.execute(text("select * from t where name = :name"), {"name": name})
    # ruleid: redirect-to-anywhere
    redirect(request.args.get("next"))
    # ok: redirect-to-anywhere
    redirect("/konto")
    # ruleid: secret-compared-by-equals
    if token == given:
        pass
    # ok: secret-compared-by-equals
    if hmac.compare_digest(token, given):
        pass
    # ruleid: words-in-a-log
    log.info("said", extra={"text": name})
    # ruleid: words-in-a-log
    log.info(f"said {name}")
    # ok: words-in-a-log
    log.info("part down", extra={"part": name})
    # ruleid: certificate-not-checked
    httpx.Client(verify=False)
    # ruleid: call-without-end
    httpx.Client(timeout=None)
    # ruleid: call-without-end
    requests.get(name)
    # ok: call-without-end
    httpx.Client(timeout=5)
