using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>Ids of responses: of an agent's, its run, so that any node finds the session that goes on.</summary>
internal static class ResponseIds
{
    private const string Prefix = "resp_";
    private const string NotStored = "resp_unstored_";
    private const string NotFound = "previous_response_not_found";

    /// <param name="answer">A run's id, or any of a model's answer.</param>
    public static string Of(string answer, bool store) => (store ? Prefix : NotStored) + answer;

    /// <exception cref="ApiException">It is of no response that can be gone on with.</exception>
    public static RunId Parse(JsonField field)
    {
        var id = field.RequireText();
        if (id.StartsWith(NotStored, StringComparison.Ordinal))
            throw ApiException.BadField(field.Path, NotFound, $"Response '{id}' was not to be stored, so it cannot be gone on with.");
        return id.StartsWith(Prefix, StringComparison.Ordinal) && RunId.TryParse(id[Prefix.Length..], out var run)
            ? run
            : throw ApiException.BadField(field.Path, NotFound, $"'{id}' is no response of an agent; those of models are not kept.");
    }

    /// <exception cref="CompletionException">There is no such run, or its session has gone on since.</exception>
    public static async Task RequireNewestAsync(IAgentNetwork network, RunId run, CancellationToken cancellation)
    {
        var (previous, next) = (Of(run.ToString(), store: true), new RunId(run.Session, run.Number + 1));
        if (await network.GetRunAsync(run, cancellation) is null)
            throw ApiException.BadField("previous_response_id", NotFound, $"There is no response '{previous}'.");
        if (await network.GetRunAsync(next, cancellation) is not null)
            throw ApiException.BadField(
                "previous_response_id", "invalid_value", $"Response '{previous}' has been gone on with; the newest of a session can be.");
    }
}
