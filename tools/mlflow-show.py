"""Asks MLflow's own Python client whether MLflow holds what `npm run mlflow:show` recorded.

Arguments: the tracking URI, a JSON file with what is expected. Prints one JSON line a check: {"check", "expected", "found", "wrong"}.
Shares no code with the registry: names, ids and links are worked out here again.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict

import mlflow
from mlflow import MlflowClient

MAX_TEXT = 100_000
SOURCE_TYPES = {"confidence": "CODE", "user_actioned": "HUMAN", "architect_satisfaction": "LLM_JUDGE"}


def report(check, expected, found, wrong):
    print(json.dumps({"check": check, "expected": expected, "found": found, "wrong": list(wrong)[:5], "wrongCount": len(wrong)}))


def mlflow_name(name):
    return name.replace(".", "..").replace("/", ".")


def assessment_id(outcome_id):
    return "a-" + hashlib.sha256(f"outcome:{outcome_id}".encode()).hexdigest()[:32]


def numbers_of(client, name):
    """Our version's number -> MLflow's."""
    found = client.search_model_versions(f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true'")
    return {int(each.tags["registry.version"]): int(each.version) for each in found if "registry.version" in each.tags}


def check_prompts(client, prompts):
    numbers = {}
    wrong = []
    count = 0
    for prompt in prompts:
        name = mlflow_name(prompt["name"])
        numbers[prompt["name"]] = numbers_of(client, name)
        for version, content in enumerate(prompt["contents"], start=1):
            count += 1
            number = numbers[prompt["name"]].get(version)
            if number is None:
                wrong.append(f"{name} has no mirror of version {version}")
                continue
            loaded = mlflow.genai.load_prompt(name, version=number, cache_ttl_seconds=0)
            if isinstance(content, str) and len(content) > MAX_TEXT:
                same = loaded.template.startswith(f"The words of this version are {len(content)} characters long")
            else:
                same = loaded.template == content
            if not same:
                wrong.append(f"{name}/{number} loads other words than version {version}")
        stable = mlflow.genai.load_prompt(f"prompts:/{name}@stable", cache_ttl_seconds=0)
        if stable.version != numbers[prompt["name"]].get(1):
            wrong.append(f"{name}@stable is version {stable.version} of MLflow")
    renumbered = sum(1 for each in numbers.values() for ours, theirs in each.items() if ours != theirs)
    report("mlflow.genai.load_prompt: equal words", count, count - len(wrong), wrong)
    return numbers, renumbered


def check_traces(traces, found):
    ids = Counter(trace.info.trace_id for trace in found)
    expected = {"tr-" + trace["id"] for trace in traces}
    wrong = [f"{id} is there {ids[id]} times" for id in expected if ids[id] != 1]
    wrong += [f"{id} was never recorded" for id in ids if id not in expected]
    report("mlflow.search_traces: each once", len(expected), sum(ids.values()), wrong)


def check_sessions(traces, by_id):
    wrong = [
        trace["id"]
        for trace in traces
        if by_id[trace["id"]].info.trace_metadata.get("mlflow.trace.session") != trace["conversationId"]
    ]
    sessions = {trace.info.trace_metadata.get("mlflow.trace.session") for trace in by_id.values()}
    report("sessions are the conversations", len({trace["conversationId"] for trace in traces}), len(sessions), wrong)


def check_runs(traces, by_id, experiment_id):
    runs = {run.info.run_id: run for run in mlflow.search_runs([experiment_id], output_format="list")}
    wrong = []
    for trace in traces:
        run = runs.get(by_id[trace["id"]].info.trace_metadata.get("mlflow.sourceRun"))
        params = run.data.params if run else {}
        ours = (params.get("prompt_id"), params.get("prompt_version"), params.get("experiment_variant"), params.get("agent"))
        right = (trace["promptId"], str(trace["version"]), trace["variant"] or "none", trace["agent"])
        if ours != right:
            wrong.append(f"{trace['id']}: {ours}, not {right}")
    report("mlflow.search_runs: params of each trace's run", len(traces), len(traces) - len(wrong), wrong)
    key = ("promptId", "version", "variant", "agent")
    report("runs, shared", len({tuple(trace[k] for k in key) + (trace["day"],) for trace in traces}), len(runs), [])


def check_links(traces, by_id, numbers, experiment_id):
    wrong = []
    linked = defaultdict(set)
    for trace in traces:
        name = mlflow_name(trace["promptName"])
        number = numbers[trace["promptName"]].get(trace["version"])
        linked[f"{name}/{number}"].add("tr-" + trace["id"])
        tag = json.loads(by_id[trace["id"]].info.tags.get("mlflow.linkedPrompts", "[]"))
        if tag != [{"name": name, "version": str(number)}]:
            wrong.append(f"{trace['id']}: {tag}")
    report("trace tag mlflow.linkedPrompts", len(traces), len(traces) - len(wrong), wrong)
    missing = []
    for prompt, ids in linked.items():
        found = mlflow.search_traces(
            locations=[experiment_id], filter_string=f'prompt = "{prompt}"', return_type="list", include_spans=False
        )
        got = {trace.info.trace_id for trace in found}
        missing += [f"{prompt}: {id}" for id in ids ^ got]
    report('filter prompt = "name/version"', len(traces), len(traces) - len(missing), missing)


def check_assessments(outcomes, found):
    seen = defaultdict(list)
    others = []
    expected = {assessment_id(outcome["id"]): outcome for outcome in outcomes}
    for trace in found:
        for assessment in trace.info.assessments:
            if assessment.assessment_id in expected:
                seen[assessment.assessment_id].append((trace, assessment))
            else:
                others.append(f"{assessment.name} on {trace.info.trace_id} is no outcome of ours")
    wrong = others
    for id, outcome in expected.items():
        if len(seen[id]) != 1:
            wrong.append(f"{outcome['metric']} {outcome['id']} is there {len(seen[id])} times")
            continue
        trace, assessment = seen[id][0]
        place = (
            trace.info.trace_id == "tr-" + outcome["traceId"]
            if outcome["traceId"]
            else trace.info.trace_metadata.get("mlflow.trace.session") == outcome["conversationId"]
        )
        got = (assessment.name, float(assessment.feedback.value), assessment.source.source_type)
        right = (outcome["metric"], outcome["value"], SOURCE_TYPES[outcome["metric"]])
        if got != right or not place:
            wrong.append(f"{outcome['id']}: {got} on {trace.info.trace_id}, not {right}")
    report("assessments: each once, of the right value", len(expected), sum(map(len, seen.values())), wrong)


def main(uri, path):
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    experiment = mlflow.get_experiment_by_name(expected["experiment"])
    if experiment is None:
        report("the experiment", 1, 0, [f"there is no experiment {expected['experiment']}"])
        return
    found = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
    check_traces(expected["traces"], found)
    by_id = {trace.info.trace_id.removeprefix("tr-"): trace for trace in found}
    traces = [trace for trace in expected["traces"] if trace["id"] in by_id]
    check_sessions(traces, by_id)
    check_runs(traces, by_id, experiment.experiment_id)
    numbers, renumbered = check_prompts(client, expected["prompts"])
    report("versions that MLflow numbers otherwise than we do", expected["renumbered"], renumbered, [])
    check_links(traces, by_id, numbers, experiment.experiment_id)
    check_assessments(expected["outcomes"], found)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
