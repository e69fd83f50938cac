using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Api;

/// <summary>What agents remember, as the store of the asked node has it.</summary>
internal static class MemoryEndpoints
{
    private const string Path = "/v1/memories";
    private const int DefaultLimit = 100;

    /// <summary>Characters of a query; no memory has more.</summary>
    private const int MaxQuery = MemoryLimits.MaxText;

    private static readonly string[] Parameters = ["id", "agent", "user", "session", "kind", "query", "limit"];
    private static readonly string[] DeleteParameters = ["id", "agent", "user", "session", "kind", "all"];
    private static readonly string[] Fields = ["text", "agent", "user", "importance"];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Path, ListAsync);
        group.MapPost(Path, AddAsync);
        group.MapDelete(Path, DeleteAsync);
    }

    private static async Task<IResult> ListAsync(string? query, string? limit, HttpContext context, CancellationToken aborted)
    {
        QueryParameters.RefuseUnknown(context.Request, Parameters);
        var (memory, filter, most) = (Of(context), FilterOf(context.Request), LimitOf(limit));
        if (query?.Length > MaxQuery)
            throw ApiException.BadField(
                "query", "invalid_field", $"'query' has {query.Length} characters; at most {MaxQuery} are allowed.");
        // One more than asked for tells whether there are more.
        var found = await TryAsync(() => string.IsNullOrWhiteSpace(query)
            ? memory.ListAsync(filter, most + 1, aborted)
            : memory.SearchAsync(filter, query, most + 1, aborted));
        return TypedResults.Json(
            new MemoriesBody(memory.Store, [.. found.Take(most).Select(MemoryBody.From)], found.Length > most),
            ApiJson.Default.MemoriesBody);
    }

    private static async Task<IResult> AddAsync(HttpContext context, CancellationToken aborted)
    {
        using var fields = BodyFields.Parse(await BodyReader.ReadAsync(context.Request, aborted), Fields);
        var added = new NewMemory(fields.RequireText("text"))
        {
            Agent = fields.Text("agent") is { } agent ? AgentOf(agent) : null,
            User = fields.Text("user"),
            Importance = fields.Fraction("importance", NewMemory.DefaultImportance),
        };
        var entry = await TryAsync(() => Of(context).AddAsync(added, aborted));
        return TypedResults.Json(MemoryBody.From(entry), ApiJson.Default.MemoryBody, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>All that there are only when it is said so: a parameter that was forgotten deletes nothing.</summary>
    private static async Task<IResult> DeleteAsync(string? all, HttpContext context, CancellationToken aborted)
    {
        QueryParameters.RefuseUnknown(context.Request, DeleteParameters);
        if (all is not (null or "true" or "false"))
            throw ApiException.BadField("all", "invalid_field", $"'all' must be true or false, not '{all}'.");
        var filter = FilterOf(context.Request);
        if (filter == MemoryFilter.All && all != "true")
            throw ApiException.BadField(
                "all", "missing_field", "Say which memories: 'agent', 'user', 'session', 'kind' or 'id', or 'all=true' for every one.");
        if (filter != MemoryFilter.All && all == "true")
            throw ApiException.BadField("all", "invalid_field", "'all=true' does not go with what narrows it down.");
        RefuseVague(context.Request);
        var deleted = await TryAsync(() => Of(context).DeleteAsync(filter, aborted));
        return TypedResults.Json(new ForgottenBody(deleted), ApiJson.Default.ForgottenBody);
    }

    private static MemoryManager Of(HttpContext context) => context.RequestServices.GetService<MemoryManager>()
        ?? throw new AgentNetworkException(NetworkError.Unavailable, "this node keeps no memories.");

    private static MemoryFilter FilterOf(HttpRequest request)
    {
        string? Text(string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
        var filter = new MemoryFilter
        {
            Agent = Text("agent") is { } agent ? AgentOf(agent).Value : null,
            User = Text("user"),
            Session = Text("session") is { } session ? SessionOf(session) : null,
            Kind = Text("kind") is { } kind ? KindOf(kind) : null,
        };
        return Text("id") is { } id ? filter with { Ids = [id] } : filter;
    }

    private static AgentName AgentOf(string text) => AgentName.TryParse(text, out var name)
        ? name
        : throw ApiException.BadField("agent", "invalid_field", $"'agent' is '{text}'; it must match {AgentName.AllowedForm}.");

    private static string SessionOf(string text) => SessionId.TryParse(text, out var session)
        ? session.ToString()
        : throw ApiException.BadField("session", "invalid_session", $"'session' is not a session id (agent.slot.ulid): '{text}'.");

    private static MemoryKind KindOf(string text)
    {
        foreach (var (name, kind) in MemoryNames.Kinds)
            if (name == text) return kind;
        var allowed = string.Join(", ", MemoryNames.Kinds.Select(kind => kind.Name));
        throw ApiException.BadField("kind", "invalid_field", $"'kind' is '{text}'; allowed: {allowed}.");
    }

    private static int LimitOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return DefaultLimit;
        const int Most = MemoryLimits.MostListed - 1;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        return isNumber && limit is >= 1 and <= Most
            ? limit
            : throw ApiException.BadField("limit", "invalid_field", $"'limit' must be 1 to {Most}, not '{text}'.");
    }

    /// <summary>One whose value was forgotten, or that has two, must not widen what is deleted.</summary>
    private static void RefuseVague(HttpRequest request)
    {
        foreach (var (name, values) in request.Query)
            if (values is not [{ Length: > 0 }])
                throw ApiException.BadField(name, "invalid_field", $"'{name}' must have one value, and not be empty.");
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (EventStoreException e)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, e.Message, e);
        }
    }
}
