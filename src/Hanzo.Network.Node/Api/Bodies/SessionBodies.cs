using System.Collections.Immutable;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/sessions</c>: what the journal of the asked node holds.</summary>
/// <param name="HasMore">Ask again with <c>?after=</c> and the last id.</param>
/// <param name="TotalBytes">That the journal takes in its place.</param>
internal sealed record SessionsBody(ImmutableArray<SessionSizeBody> Sessions, bool HasMore, long TotalBytes)
{
    public static SessionsBody From(SessionList list) =>
        new([.. list.Sessions.Select(SessionSizeBody.From)], list.HasMore, list.TotalBytes);
}

/// <param name="Events">That are kept.</param>
/// <param name="Bytes">Of these and of snapshots.</param>
internal sealed record SessionSizeBody(string Session, string Agent, long Events, long Bytes)
{
    public static SessionSizeBody From(SessionSize size) =>
        new(size.Session.ToString(), size.Session.Agent.Value, size.Events, size.Bytes);
}

/// <summary>Answer of <c>GET /v1/sessions/{id}</c>.</summary>
/// <param name="LastEvent">Its number; there are fewer events if earlier ones were deleted.</param>
/// <param name="Runs">Oldest first.</param>
internal sealed record SessionBody(
    string Session, string Agent, long Events, long Bytes, long LastEvent, ImmutableArray<RunNoteBody> Runs)
{
    public static SessionBody From(SessionReport report) => new(
        report.Size.Session.ToString(), report.Size.Session.Agent.Value, report.Size.Events, report.Size.Bytes, report.LastEvent,
        [.. report.Runs.Select(RunNoteBody.From)]);
}
