"""Add papers: hand files in, see how far they are, and what became of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import make_response as made
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from webapp import accept
from webapp.i18n import language
from webapp.pages.add.showing import Shown, files_of
from webapp.problems import MEDIA_TYPE, Problem
from webapp.uploads import desk as desks
from webapp.uploads.desk import Desk
from webapp.uploads.guard import FORM, LASTS, VISIT, is_from_here, nonce
from webapp.uploads.jobs import Job, TooLargeError
from webapp.uploads.queue import FullError
from webapp.uploads.words import in_language

blueprint = Blueprint("add", __name__)

_RETRY = 30  # seconds after which a visitor who found the queue full should come again
_SHOWN = 8  # uploads of before


def register(app: Flask) -> None:
    """Let every page know whether to lead here."""

    @app.context_processor
    def _leads_here() -> dict[str, Any]:
        desk = desks.current()
        open_here = desk is not None and desk.guard.refusal(_headers(), _peer()) != "local"
        return {"papers_can_be_added": open_here}


def _headers() -> dict[str, str]:
    return {name.upper().replace("-", "_"): value for name, value in request.headers.items()}


def _peer() -> str:
    return request.remote_addr or ""


def _desk() -> Desk:
    desk = desks.current()
    if desk is None:
        abort(404)
    return desk


def _checked(view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Answer problems as the client reads them; let no cache keep an answer."""

    @wraps(view)
    def answer(**arguments: Any) -> AnyResponse:
        desk = _desk()
        try:
            response = view(desk, **arguments)
        except Problem as problem:
            response = _problem(desk, problem)
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept", "Cookie"))
        return response

    return answer


def _problem(desk: Desk, problem: Problem) -> Response:
    if accept.prefers_html(request.headers.get("Accept")):
        return _page(desk, problem)
    response = jsonify(problem.document(language()))
    response.status_code = problem.status
    response.content_type = MEDIA_TYPE
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = language()
    return response


def _admit(desk: Desk) -> None:
    """Raise a problem where whoever asks may not."""
    refusal = desk.guard.refusal(_headers(), _peer())
    if refusal:
        raise Problem(f"upload-{refusal}")


def _page(desk: Desk, problem: Problem | None = None) -> Response:
    """Return the form, or what is needed to see it."""
    refusal = desk.guard.refusal(_headers(), _peer())
    known = nonce(request.cookies.get(FORM, ""))
    body = render_template(
        "add/page.html",
        allowance=desk.allowance,
        form_token=desk.guard.form(known) if refusal != "local" else "",
        formats=() if refusal else desk.formats(),
        jobs=[] if refusal else [Shown.of(job, desk) for job in desk.queue.latest(_SHOWN)],
        problem=problem.text(language()) if problem else None,
        refusal=refusal,
    )
    response = made(body, problem.status if problem else 200)
    if problem:
        response.headers.update(problem.headers)
    _keep(response, FORM, known)
    return response


def _keep(response: AnyResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, LASTS, secure=request.is_secure, httponly=True, samesite="Strict"
    )


@blueprint.get("/add")
@_checked
def page(desk: Desk) -> AnyResponse:
    """Show the form."""
    if desk.guard.refusal(_headers(), _peer()) == "local":
        raise Problem("upload-local")
    return _page(desk)


@blueprint.post("/add")
@_checked
def take(desk: Desk) -> AnyResponse:
    """Take files, and lead to the page that tells what becomes of them."""
    program = desk.guard.is_program(_headers())
    if not program and not is_from_here(_headers()):
        raise Problem("upload-origin")
    _admit(desk)
    _room(desk)
    request.max_content_length = desk.allowance.body_bytes
    try:
        form, papers = request.form, request.files.getlist("papers")
    except RequestEntityTooLarge:
        raise _too_large(desk) from None
    if not program and not desk.guard.is_ours(request.cookies.get(FORM, ""), form.get("form", "")):
        raise Problem("upload-form")
    given = [paper for paper in papers if paper.filename]
    if not given:
        raise Problem("upload-none")
    if len(given) > desk.allowance.files:
        raise Problem("upload-too-many", limit=desk.allowance.files)
    try:
        job = desk.queue.add(
            [(str(paper.filename), paper.stream) for paper in given], desk.allowance.file_bytes
        )
    except TooLargeError as error:
        limit = desk.allowance.megabytes
        raise Problem("upload-too-large", file=error.args[0], limit=limit) from None
    except FullError:
        raise Problem("upload-busy", retry=_RETRY) from None
    except OSError:
        raise Problem("upload-disk") from None
    address = url_for("add.job_page", name=job.id)
    if accept.prefers_html(request.headers.get("Accept")):
        return redirect(address, 303)
    response = jsonify(_status(job, desk))
    response.status_code = 202
    response.headers["Location"] = url_for("add.status", name=job.id)
    return response


def _room(desk: Desk) -> None:
    try:
        desk.queue.check_room()
    except FullError:
        raise Problem("upload-busy", retry=_RETRY) from None


def _too_large(desk: Desk) -> Problem:
    if (request.content_length or 0) > desk.allowance.body_bytes:
        return Problem("upload-too-much", limit=desk.allowance.together)
    return Problem("upload-too-many", limit=desk.allowance.files)


@blueprint.get("/add/token")
@_checked
def token_page(desk: Desk) -> AnyResponse:
    """Lead back to the form: the switch of languages of a refusal comes here."""
    return redirect(url_for("add.page"), 303)


@blueprint.post("/add/token")
@_checked
def token(desk: Desk) -> AnyResponse:
    """Take the operator's token, and remember that it was shown."""
    if not is_from_here(_headers()):
        raise Problem("upload-origin")
    request.max_content_length = 10_000
    try:
        form = request.form
    except RequestEntityTooLarge:
        raise Problem("upload-wrong-token") from None
    if not desk.guard.is_ours(request.cookies.get(FORM, ""), form.get("form", "")):
        raise Problem("upload-form")
    if not desk.guard.fits(form.get("token", "")):
        raise Problem("upload-wrong-token")
    response = redirect(url_for("add.page"), 303)
    _keep(response, VISIT, desk.guard.visit())
    return response


def _job(desk: Desk, name: str) -> Job:
    _admit(desk)
    job = desk.queue.get(name)
    if job is None:
        abort(404)
    return job


@blueprint.get("/add/<name>")
@_checked
def job_page(desk: Desk, name: str) -> AnyResponse:
    """Show how far an upload is, or what became of its files."""
    job = _job(desk, name)
    body = render_template(
        "add/job.html",
        shown=Shown.of(job, desk),
        job=job,
        files=files_of(job),
        problem=in_language(job.problem, language()),
        seconds=round(desk.queue.elapsed(job)),
    )
    return made(body)


@blueprint.get("/add/<name>/status")
@_checked
def status(desk: Desk, name: str) -> AnyResponse:
    """Tell a script how far an upload is."""
    return jsonify(_status(_job(desk, name), desk))


def _status(job: Job, desk: Desk) -> dict[str, Any]:
    shown = Shown.of(job, desk)
    return {
        "id": job.id,
        "state": job.state,
        "ended": job.ended,
        "text": shown.state,
        "done": shown.done,
        "all": len(job.papers),
        "seconds": round(desk.queue.elapsed(job), 1),
        "generation": job.generation or None,
        "problem": in_language(job.problem, language())[0] or None,
        "page": shown.address,
        "files": [
            {
                "file": file.name,
                "outcome": paper.outcome or None,
                "reason": file.reason[0] or None,
                "remedy": file.remedy[0] or None,
                "page": url_for("work.page", key=file.work.key) if file.work else None,
            }
            for file, paper in zip(files_of(job), job.papers, strict=True)
        ],
    }
