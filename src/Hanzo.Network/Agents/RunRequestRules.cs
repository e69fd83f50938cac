using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Agents;

/// <summary>What a request must be; each check returns the error for the user, or null.</summary>
public static class RunRequestRules
{
    /// <summary>The word that asks for the router.</summary>
    public const string Auto = "auto";

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming the field and what is allowed.</exception>
    public static void Require(RunRequest request, DateTimeOffset now)
    {
        var error = CheckInput(request.Input) ?? CheckAgent(request) ?? CheckDeadline(request.Deadline, now) ?? request.Limits?.Check()
            ?? CheckPlacement(request.Placement) ?? CheckDedicated(request) ?? CheckHistory(request)
            ?? (request.User is { } user ? MemoryLimits.CheckUser(user) : null)
            ?? (request.RunId is { } id ? CheckId(request, id) : null);
        if (error is not null) throw new AgentNetworkException(NetworkError.InvalidRequest, error);
    }

    /// <summary>The agent named by the request or its session; null when the router is to pick.</summary>
    public static AgentName? AgentOf(RunRequest request)
    {
        if (request.Session is { } session) return session.Agent;
        return request.Agent is null or Auto ? null : AgentName.Parse(request.Agent);
    }

    public static string? CheckInput(string input)
    {
        if (string.IsNullOrWhiteSpace(input)) return $"input is empty; it must have 1 to {RunRequest.MaxInputBytes} bytes of text.";
        return ConversationLimits.Fits(input, RunRequest.MaxInputBytes)
            ? null
            : $"input is {ConversationLimits.JsonBytes(input)} bytes as JSON text; at most {RunRequest.MaxInputBytes} are allowed.";
    }

    public static string? CheckDeadline(DateTimeOffset? deadline, DateTimeOffset now) =>
        deadline <= now ? $"deadline {deadline:O} has already passed; it is {now:O}." : null;

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming the field and what is allowed.</exception>
    public static ApprovalId RequireAnswer(string approval, PersonAnswer answer)
    {
        if (!ApprovalId.TryParse(approval, out var id))
            throw new AgentNetworkException(
                NetworkError.InvalidRequest, $"approval '{approval}' is no id of one: it must be {ApprovalId.AllowedForm}.");
        answer.Require();
        return id;
    }

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming the field and what is allowed.</exception>
    public static void RequireReason(string? reason)
    {
        if (reason is null || ConversationLimits.Fits(reason, AnswerApproval.MaxReasonBytes)) return;
        throw new AgentNetworkException(
            NetworkError.InvalidRequest,
            $"reason is {ConversationLimits.JsonBytes(reason)} bytes as JSON text; at most {AnswerApproval.MaxReasonBytes} are allowed.");
    }

    public static string? CheckHistory(RunRequest request)
    {
        if (request.History.IsEmpty) return null;
        if (request.History.FirstOrDefault(line => !IsAllowed(line, request.Session is not null)) is { } wrong)
            return request.Session is { } session
                ? $"history has a line of '{wrong.Role}'; to session {session}, which goes on, only lines of 'system' may be added."
                : $"history has a line of '{wrong.Role}'; allowed are user, assistant and system, without calls of tools.";
        if (request.History.FirstOrDefault(line => !ConversationLimits.Fits(line.Text)) is { } longest)
            return $"a line of history is {ConversationLimits.JsonBytes(longest.Text)} bytes as JSON text; "
                + $"at most {ConversationLimits.MaxTextBytes} are allowed.";
        var bytes = ConversationLimits.JsonBytes(request.Input) + request.History.Sum(line => (long)line.Bytes);
        return bytes <= RunRequest.MaxSaidBytes
            ? null
            : $"input and history are {bytes} bytes as JSON text; at most {RunRequest.MaxSaidBytes} are allowed.";
    }

    private static bool IsAllowed(TranscriptLine line, bool continues) =>
        line.ToolCalls.IsEmpty && (line.Role == TranscriptLine.System || (!continues && line.Role is ("user" or "assistant")));

    private static string? CheckAgent(RunRequest request)
    {
        if (request.Agent is not (null or Auto) && !AgentName.TryParse(request.Agent, out _))
            return $"agent '{request.Agent}' is not a name; it must match {AgentName.AllowedForm}, or be '{Auto}'.";
        return request.Session is { } session && request.Agent is not (null or Auto) && request.Agent != session.Agent.Value
            ? $"agent '{request.Agent}' does not fit session {session}, which is one of agent '{session.Agent}'."
            : null;
    }

    private static string? CheckId(RunRequest request, string id) => request.Origin is null && GivenRunId.IsOfCall(id)
        ? $"run id '{id}' is of the form that the network gives to runs of agents that are asked by others; choose another."
        : GivenRunId.Check(id);

    private static string? CheckDedicated(RunRequest request) => request is { Dedicated: true, Session: { } session }
        ? $"dedicated is for new sessions; session {session} has its slot already."
        : null;

    private static string? CheckPlacement(PlacementStrategy placement) =>
        Enum.IsDefined(placement)
            ? null
            : $"placement {(int)placement} is unknown; allowed: {PlacementNames.Allowed}.";
}
