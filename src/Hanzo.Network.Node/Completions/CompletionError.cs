using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Completions;

/// <summary>An error in OpenAI's format.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Param">The field that is wrong, if one is.</param>
internal sealed record CompletionError(int Status, string Message, string Type, string? Param, string Code)
{
    /// <summary>A repeat would do again what the run has done; no client repeats a request of this status by itself.</summary>
    private const int FailedStatus = StatusCodes.Status422UnprocessableEntity;

    /// <summary>What the provider asks to wait before the next try; null: nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Clients may send it again by themselves.</summary>
    public bool MayRepeat => Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    public static CompletionError RunFailed(string? error) =>
        new(FailedStatus, error ?? "The run failed.", "run_error", null, "run_failed");

    public static CompletionError RunCancelled(string? error) =>
        new(FailedStatus, error ?? "The run was cancelled.", "run_error", null, "run_cancelled");

    public static CompletionError NodeEnding() =>
        Of(StatusCodes.Status503ServiceUnavailable, "This node ends; ask another one.", null, "node_ending");

    /// <summary>Null: it is none that is meant for a client.</summary>
    public static CompletionError? From(Exception e) => e switch
    {
        CompletionException known => known.Error,
        ApiException refused => Of(refused.Status, refused.Message, refused.Field, refused.Code),
        AgentNetworkException refused => From(ApiProblem.From(refused)),
        ModelException failed => From(failed),
        _ => null,
    };

    public static CompletionError From(ProblemBody problem) => Of(
        problem.Status, problem.Detail, problem.Field, problem.Code == "unknown_agent" ? UnknownModel : problem.Code);

    public const string UnknownModel = "model_not_found";

    private static CompletionError From(ModelException failed)
    {
        var status = failed switch
        {
            { Status: StatusCodes.Status429TooManyRequests } => StatusCodes.Status429TooManyRequests,
            { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
            { Status: StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound or StatusCodes.Status422UnprocessableEntity } =>
                failed.Status.Value,
            _ => StatusCodes.Status502BadGateway,
        };
        return Of(status, failed.Message, null, "model_failed") with { RetryAfter = failed.RetryAfter };
    }

    private static CompletionError Of(int status, string message, string? param, string code) => new(status, message, status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    }, param, code);
}

/// <summary>A request that is answered with an error.</summary>
internal sealed class CompletionException(CompletionError error) : Exception(error.Message)
{
    public CompletionError Error { get; } = error;
}
