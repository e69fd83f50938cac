using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Hanzo.Network.Node.Api;

/// <summary>The one place where errors become HTTP answers.</summary>
internal static class ApiProblem
{
    public const string ContentType = "application/problem+json";

    public static ProblemBody From(AgentNetworkException e)
    {
        var (status, code) = e.Error switch
        {
            NetworkError.InvalidRequest => (StatusCodes.Status400BadRequest, "invalid_request"),
            NetworkError.ReservedKey => (StatusCodes.Status400BadRequest, "reserved_key"),
            NetworkError.UnknownAgent => (StatusCodes.Status404NotFound, "unknown_agent"),
            NetworkError.UnknownRun => (StatusCodes.Status404NotFound, "unknown_run"),
            NetworkError.UnknownSession => (StatusCodes.Status404NotFound, "unknown_session"),
            NetworkError.UnknownKey => (StatusCodes.Status404NotFound, "unknown_key"),
            NetworkError.UnknownCheckpoint => (StatusCodes.Status404NotFound, "unknown_checkpoint"),
            NetworkError.DamagedCheckpoint => (StatusCodes.Status422UnprocessableEntity, "damaged_checkpoint"),
            NetworkError.EventsDeleted => (StatusCodes.Status410Gone, "events_deleted"),
            NetworkError.StateFull => (StatusCodes.Status507InsufficientStorage, "state_full"),
            NetworkError.NoCandidate => (StatusCodes.Status422UnprocessableEntity, "no_candidate"),
            NetworkError.UnknownSlot => (StatusCodes.Status404NotFound, "unknown_slot"),
            NetworkError.UnknownNode => (StatusCodes.Status404NotFound, "unknown_node"),
            NetworkError.NodeUnsuitable => (StatusCodes.Status422UnprocessableEntity, "node_unsuitable"),
            NetworkError.Conflict => (StatusCodes.Status409Conflict, "conflict"),
            NetworkError.TooManyQueued => (StatusCodes.Status429TooManyRequests, "too_many_queued"),
            NetworkError.HistoryUnavailable => (StatusCodes.Status503ServiceUnavailable, "history_unavailable"),
            NetworkError.Detached => (StatusCodes.Status503ServiceUnavailable, "detached"),
            NetworkError.Unavailable => (StatusCodes.Status503ServiceUnavailable, "unavailable"),
            NetworkError.TooManyWatchers => (StatusCodes.Status429TooManyRequests, "too_many_watchers"),
            NetworkError.Unconfirmed => (StatusCodes.Status503ServiceUnavailable, "unconfirmed"),
            _ => (StatusCodes.Status500InternalServerError, "internal"),
        };
        return Create(status, code, e.Message);
    }

    public static ProblemBody From(ApiException e) => Create(e.Status, e.Code, e.Message, e.Field);

    public static ProblemBody Create(int status, string code, string detail, string? field = null) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, code, field);

    public static JsonHttpResult<ProblemBody> Result(ProblemBody problem) =>
        TypedResults.Json(problem, ApiJson.Default.ProblemBody, ContentType, problem.Status);

    public static Task WriteAsync(HttpContext context, ProblemBody problem) => Result(problem).ExecuteAsync(context);
}
