"""The registry's main job through a client that a public generator made of the published contract.

Arguments: the registry's address, the admin's e-mail and password. The generated package `registry_client` is on the path.
Everything is typed access to generated models; an answer of another kind than the contract promises ends it.
"""

import sys
import uuid
from datetime import datetime, timezone

from registry_client import AuthenticatedClient, Client
from registry_client.api.auth import login
from registry_client.api.experiments import (
    create_experiment,
    evaluate_experiment,
    get_experiment_results,
    start_experiment,
)
from registry_client.api.health import get_ready
from registry_client.api.identity import create_api_key
from registry_client.api.prompts import (
    create_prompt,
    diff_versions,
    get_prompt,
    list_prompts,
    move_label,
    publish_version,
    update_prompt,
)
from registry_client.api.resolve import resolve_prompt
from registry_client.api.traces import get_trace, record_outcomes, record_traces
from registry_client.models import (
    CreateApiKeyDto,
    CreateApiKeyDtoScopesItem,
    CreateExperimentDto,
    CreatePromptDto,
    LoginDto,
    MoveLabelDto,
    OutcomeOfTraceDto,
    PlanDto,
    ProblemDto,
    PublishDto,
    RecordOutcomesDto,
    RecordTraceDto,
    RecordTraceDtoSource,
    RecordTraceDtoStatus,
    RecordTracesDto,
    ResolveRequestDto,
    ResolveRequestDtoVariables,
    UpdatePromptDto,
    VariantDto,
)

CONVERSATIONS = 40


def ok(answer):
    """The parsed success; a refusal ends the job with the server's words."""
    if isinstance(answer.parsed, ProblemDto):
        raise SystemExit(f"{answer.status_code}: {answer.parsed.code}: {answer.parsed.detail} {answer.parsed.errors}")
    if answer.parsed is None:
        raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r} is nothing that the contract promises")
    return answer.parsed


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"{what}: {found!r}, not {expected!r}")


def sign_in(url, email, password):
    """A client that sends an API key, made in a session."""
    strict = {"base_url": url, "raise_on_unexpected_status": True}
    anonymous = Client(**strict)
    answer = login.sync_detailed(client=anonymous, body=LoginDto(email=email, password=password))
    equal(ok(answer).email, email, "who is signed in")
    session = anonymous.with_cookies({"pr_session": answer.headers["set-cookie"].split("=", 1)[1].split(";", 1)[0]})
    scopes = [CreateApiKeyDtoScopesItem(scope) for scope in ("resolve", "record", "read", "write")]
    made = ok(create_api_key.sync_detailed(client=session, body=CreateApiKeyDto(name="python", scopes=scopes)))
    return AuthenticatedClient(token=made.key, **strict)


def publish(client, name):
    """A prompt with two versions, of which the label `production` says what is served."""
    first = ok(create_prompt.sync_detailed(
        client=client, body=CreatePromptDto(name=name, content="Hello {person}.", message="First", tags=["python"])))
    equal(first.latest_version, 1, "the first version")
    etag = get_prompt.sync_detailed(name, client=client).headers["etag"]
    second = ok(publish_version.sync_detailed(
        name, client=client, if_match=etag, body=PublishDto(content="Welcome, {person}!", message="Warmer")))
    equal(second.version, 2, "the second version")
    stale = publish_version.sync_detailed(name, client=client, if_match=etag, body=PublishDto(content="Too late, {person}."))
    equal((int(stale.status_code), stale.parsed.code), (412, "VERSION_CONFLICT"), "a publication based on what is gone")
    equal(ok(move_label.sync_detailed(name, "production", client=client, body=MoveLabelDto(version=1, reason="Reviewed"))).version,
          1, "the labelled version")
    ok(update_prompt.sync_detailed(name, client=client, body=UpdatePromptDto(serves="production")))
    listed = ok(list_prompts.sync_detailed(client=client, tag=["python"]))
    equal([item.name for item in listed.items], [name], "the prompts with the tag")
    ok(diff_versions.sync_detailed(name, client=client, from_="1", to="2"))


def resolve(client, name, **more):
    values = ResolveRequestDtoVariables.from_dict({"person": "Ada"})
    return ok(resolve_prompt.sync_detailed(client=client, body=ResolveRequestDto(name=name, variables=values, **more)))


def put_on_trial(client, name):
    made = ok(create_experiment.sync_detailed(name, client=client, body=CreateExperimentDto(
        name="warmer",
        variants=[VariantDto(name="control", version=1, share=0.5), VariantDto(name="warm", version=2, share=0.5)],
        plan=PlanDto(primary_metric="confidence", minimum_detectable_effect=0.05),
    )))
    started = ok(start_experiment.sync_detailed(str(made.id), client=client))
    equal(started.status.value, "running", "the experiment")
    return started.id


def converse(client, name, experiment_id):
    """Conversations, each with a trace and an outcome; answers one of the traces."""
    traces, outcomes, seen = [], [], set()
    for number in range(CONVERSATIONS):
        conversation = f"python-{number}"
        words = resolve(client, name, conversation_id=conversation)
        equal(words.experiment.id, experiment_id, "the experiment of the words")
        expected = {"control": (1, "Hello Ada."), "warm": (2, "Welcome, Ada!")}[words.experiment.variant]
        equal((words.version, words.rendered), expected, "the words")
        seen.add(words.experiment.variant)
        now = datetime.now(timezone.utc)
        traces.append(RecordTraceDto(
            id=words.trace_id, prompt_name=name, prompt_version=words.version, content_hash=words.content_hash,
            source=RecordTraceDtoSource(words.source.value), experiment_id=words.experiment.id,
            variant=words.experiment.variant, conversation_id=conversation, agent="energy_analyst", started_at=now,
            latency_ms=12.5, status=RecordTraceDtoStatus.OK))
        outcomes.append(OutcomeOfTraceDto(
            id=f"{words.trace_id}-confidence", trace_id=words.trace_id, metric="confidence", value=0.8, occurred_at=now))
    equal(seen, {"control", "warm"}, "the variants seen")
    for _ in ("sent", "sent again"):
        told = ok(record_traces.sync_detailed(client=client, body=RecordTracesDto(traces=traces)))
        heard = ok(record_outcomes.sync_detailed(client=client, body=RecordOutcomesDto(outcomes=outcomes)))
        equal((told.rejected, told.flagged, heard.rejected), ([], 0, []), "what was refused")
    equal((told.duplicates, heard.duplicates), (CONVERSATIONS, CONVERSATIONS), "what was there already")
    return traces[0]


def main(url, email, password):
    equal(ok(get_ready.sync_detailed(client=Client(base_url=url))).status.value, "ok", "the server")
    client = sign_in(url, email, password)
    name = f"python/greeting_{uuid.uuid4().hex[:8]}"
    publish(client, name)
    served = resolve(client, name)
    equal((served.version, served.source.value, served.rendered), (1, "label", "Hello Ada."), "what is served")
    experiment_id = put_on_trial(client, name)
    trace = converse(client, name, experiment_id)
    recorded = ok(get_trace.sync_detailed(trace.id, client=client))
    equal([(outcome.metric, outcome.value) for outcome in recorded.outcomes], [("confidence", 0.8)], "the trace's outcomes")
    evaluation = ok(evaluate_experiment.sync_detailed(str(experiment_id), client=client))
    equal(evaluation.decisive, False, "a decision after a moment")
    results = ok(get_experiment_results.sync_detailed(str(experiment_id), client=client))
    equal(results.funnel.exposed, CONVERSATIONS, "the exposed conversations")
    print(f"{name}: {CONVERSATIONS} conversations, verdict {evaluation.verdict.value}")


main(*sys.argv[1:])
