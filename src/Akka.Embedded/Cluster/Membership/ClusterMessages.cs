using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Remoting;
using Akka.Event;
using Akka.Util;

namespace Akka.Embedded.Membership;

/// <summary>What cluster daemons say to each other. See ClusterWire for the bytes.</summary>
internal interface IClusterMessage : IPriorityMessage, IDeadLetterSuppression;

/// <summary>Are you in a cluster that I could join?</summary>
internal sealed record InitJoin(Address From) : IClusterMessage;

internal sealed record InitJoinAck(Address From) : IClusterMessage;

/// <summary>Not yet, or no longer.</summary>
internal sealed record InitJoinNack(Address From) : IClusterMessage;

internal sealed record Join(UniqueAddress Node, ImmutableHashSet<string> Roles, AppVersion AppVersion) : IClusterMessage;

/// <summary>The answer to <see cref="Join"/>: you are Joining.</summary>
internal sealed record Welcome(UniqueAddress From, Gossip Gossip) : IClusterMessage;

internal sealed record GossipEnvelope(UniqueAddress From, UniqueAddress To, Gossip Gossip) : IClusterMessage;

/// <summary>Which version I have and who has seen it; small, to find out whether gossip is needed.</summary>
internal sealed record GossipStatus(UniqueAddress From, VectorClock Version, ulong SeenDigest) : IClusterMessage;

internal sealed record Heartbeat(UniqueAddress From) : IClusterMessage;

internal sealed record HeartbeatResponse(UniqueAddress From) : IClusterMessage;

/// <summary>I was held up: am I still a member? Not answered to one that is not.</summary>
internal sealed record ConfirmMember(UniqueAddress Node) : IClusterMessage;

internal sealed record MemberConfirmed(UniqueAddress From) : IClusterMessage;

/// <summary>An exiting node has ended its work and may be removed.</summary>
internal sealed record ExitingConfirmed(UniqueAddress Node) : IClusterMessage;
