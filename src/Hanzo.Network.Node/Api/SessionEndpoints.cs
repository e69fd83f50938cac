using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Api;

/// <summary>The sessions in the journal of this node; any session of the network can be deleted.</summary>
internal static class SessionEndpoints
{
    private const int DefaultLimit = 100;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/sessions", ListAsync);
        group.MapGet("/v1/sessions/{id}", GetAsync);
        group.MapDelete("/v1/sessions/{id}", DeleteAsync);
    }

    private static async Task<IResult> ListAsync(string? after, string? limit, HttpContext context, CancellationToken cancellation)
    {
        var list = await Of(context).ListAsync(
            string.IsNullOrEmpty(after) ? null : IdOf("after", after), LimitOf(limit), cancellation);
        return TypedResults.Json(SessionsBody.From(list), ApiJson.Default.SessionsBody);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IAgentNetwork network, CancellationToken cancellation)
    {
        var session = IdOf("id", id);
        var report = await Of(context).FindAsync(session, cancellation)
            ?? throw await UnknownAsync(network, session, cancellation);
        return TypedResults.Json(SessionBody.From(report), ApiJson.Default.SessionBody);
    }

    private static async Task<IResult> DeleteAsync(string id, IAgentNetwork network, CancellationToken cancellation)
    {
        await network.DeleteSessionAsync(IdOf("id", id), cancellation);
        return TypedResults.NoContent();
    }

    /// <exception cref="AgentNetworkException">Its history is out of reach.</exception>
    private static async Task<AgentNetworkException> UnknownAsync(IAgentNetwork network, SessionId session, CancellationToken cancellation)
    {
        var run = await network.GetRunAsync(new RunId(session, 1), cancellation);
        return new AgentNetworkException(NetworkError.UnknownSession, run is null
            ? $"There is no session '{session}'."
            : $"Session '{session}' is not in the journal of this node; ask node {run.Node}.");
    }

    private static StoredSessions Of(HttpContext context) => new(context.RequestServices.GetRequiredService<IEventStore>());

    private static SessionId IdOf(string field, string text) => SessionId.TryParse(text, out var session)
        ? session
        : throw ApiException.BadField(field, "invalid_field", $"'{field}' must be of the form agent.slot.ulid, not '{text}'.");

    private static int LimitOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return DefaultLimit;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        return isNumber && limit is >= 1 and <= StoredSessions.Most
            ? limit
            : throw ApiException.BadField("limit", "invalid_field", $"'limit' must be 1 to {StoredSessions.Most}, not '{text}'.");
    }
}
