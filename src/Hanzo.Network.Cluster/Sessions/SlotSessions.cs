using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// Tells other nodes which sessions of a slot are in the memory of this one; does not answer while its region does not. What others
/// have for sessions here and send by <see cref="SlotRoute"/>, it gives to the region.
/// </summary>
internal sealed class SlotSessions : ReceiveActor
{
    public const string Name = "slots";

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(2);

    public SlotSessions(IActorRef region, ILogger log)
    {
        Receive<SlotGet>(get =>
        {
            var (slot, asker) = (get.Slot, Sender);
            region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, AskTimeout).PipeTo(
                Self, success: state => AnswerTo(asker, state, slot));
        });
        Receive<ISessionMessage>(region.Forward);
        Receive<Answer>(answer => answer.To.Tell(answer.Found));
        Receive<Status.Failure>(failure => SessionLog.SlotUnknown(log, failure.Cause));
    }

    public static Props Props(IActorRef region, ILogger log) => Akka.Actor.Props.Create(() => new SlotSessions(region, log));

    private static object AnswerTo(IActorRef asker, CurrentShardRegionState state, string slot) => state.Failed.Contains(slot)
        ? new Status.Failure(new TimeoutException($"slot {slot} does not say which sessions it has."))
        : new Answer(asker, new SlotFound(slot, SessionsOf(state, slot)));

    private static ImmutableArray<SessionId> SessionsOf(CurrentShardRegionState state, string slot) =>
    [
        .. state.Shards.Where(shard => shard.ShardId == slot).SelectMany(shard => shard.EntityIds)
            .Order(StringComparer.Ordinal).Select(id => SessionId.TryParse(id, out var session) ? session : (SessionId?)null)
            .OfType<SessionId>().Take(Migration.MaxSessions),
    ];

    private sealed record Answer(IActorRef To, SlotFound Found);
}
