using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Api;

/// <param name="Wait">False: answer as soon as the run is recorded.</param>
internal sealed record ParsedRunRequest(RunRequest Request, bool Wait);

/// <summary>The body of <c>POST /v1/runs</c>.</summary>
internal static class RunRequestReader
{
    private static readonly string[] Fields = ["input", "agent", "session", "run_id", "placement", "dedicated", "limits", "user", "wait"];

    /// <param name="custom">Placements that may be named besides the built-in ones.</param>
    /// <exception cref="ApiException">The body is not a run request; the field is named.</exception>
    public static ParsedRunRequest Read(ReadOnlyMemory<byte> body, CustomPlacements custom)
    {
        using var fields = BodyFields.Parse(body, Fields);
        var placement = Placement(fields, custom);
        var request = new RunRequest(Input(fields))
        {
            Agent = fields.Text("agent"),
            Session = Session(fields),
            RunId = RunId(fields),
            Placement = PlacementNames.Parse(placement ?? "") ?? PlacementStrategy.Capability,
            CustomPlacement = placement is not null && PlacementNames.Parse(placement) is null ? placement : null,
            Dedicated = fields.Flag("dedicated", otherwise: false),
            Limits = Limits(fields),
            User = User(fields),
        };
        return new ParsedRunRequest(request, fields.Flag("wait", otherwise: true));
    }

    private static string Input(BodyFields fields)
    {
        var input = fields.Text("input") ?? "";
        return RunRequestRules.CheckInput(input) is { } wrong
            ? throw ApiException.BadField("input", string.IsNullOrWhiteSpace(input) ? "empty_input" : "input_too_large", wrong)
            : input;
    }

    private static SessionId? Session(BodyFields fields)
    {
        if (fields.Text("session") is not { } text) return null;
        return SessionId.TryParse(text, out var session)
            ? session
            : throw ApiException.BadField("session", "invalid_session", $"'session' is not a session id (agent.slot.ulid): '{text}'.");
    }

    /// <inheritdoc cref="Placement"/>
    private static string? RunId(BodyFields fields)
    {
        if (fields.Text("run_id") is not { } id) return null;
        return GivenRunId.Check(id) is { } wrong ? throw ApiException.BadField("run_id", "invalid_run_id", wrong) : id;
    }

    private static string? User(BodyFields fields)
    {
        if (fields.Text("user") is not { } user) return null;
        return MemoryLimits.CheckUser(user) is { } wrong ? throw ApiException.BadField("user", "invalid_field", wrong) : user;
    }

    private static RunLimits? Limits(BodyFields fields)
    {
        var limits = LimitsBody.Read(fields.Numbers("limits", LimitsBody.Whole, LimitsBody.Broken));
        return limits?.Check() is { } wrong ? throw ApiException.BadField("limits", "invalid_limits", wrong) : limits;
    }

    /// <summary>Null when the request names none.</summary>
    private static string? Placement(BodyFields fields, CustomPlacements custom)
    {
        if (fields.Text("placement") is not { } text) return null;
        return PlacementNames.Parse(text) is not null || custom.Find(text) is not null
            ? text
            : throw ApiException.BadField("placement", "invalid_placement", $"'placement' is '{text}'; allowed: {custom.Allowed}.");
    }
}
