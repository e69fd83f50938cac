using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;
using Akka.Embedded.Tests.Cluster;
using Akka.Embedded.Tests.Support;
using Akka.Util;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>Some replicas whose messages are delivered when a test says so, as bytes, on a clock that it moves.</summary>
internal sealed class ReplicaWorld(ulong seed = 1, ReplicatorSettings? settings = null)
{
    private readonly SortedDictionary<UniqueAddress, VirtualReplica> _replicas = [];
    private int _lastUpNumber;

    public static ReplicatorSettings Defaults { get; } =
        ReplicatorSettings.Create(Akka.DistributedData.DistributedData.DefaultConfig().GetConfig("akka.cluster.distributed-data"));

    public VirtualTime Time { get; } = new();

    public RandomSource Random { get; } = new(seed);

    public List<Parcel> UnderWay { get; } = [];

    public IReadOnlyList<VirtualReplica> Replicas => [.. _replicas.Values];

    public VirtualReplica this[int index] => Replicas[index];

    /// <summary>A new member, which all others see and which sees them.</summary>
    public VirtualReplica Join(int port, int uid = 1)
    {
        var replica = new VirtualReplica(this, NewMember(port, uid), settings ?? Defaults);
        _replicas.Add(replica.Node, replica);
        foreach (var other in _replicas.Values)
        {
            other.Apply(replica.Member);
            if (!other.Node.Equals(replica.Node))
                replica.Apply(other.Member);
        }

        return replica;
    }

    /// <summary>It says nothing any more, and all others know that it is gone.</summary>
    public void Remove(VirtualReplica replica)
    {
        _replicas.Remove(replica.Node);
        UnderWay.RemoveAll(parcel => parcel.To.Equals(replica.Node));
        foreach (var other in _replicas.Values)
            other.Apply(WithStatus(replica.Member, MemberStatus.Removed));
    }

    public void SetReachable(VirtualReplica one, VirtualReplica other, bool reachable)
    {
        one.State.ApplyReachability(other.Member, reachable);
        other.State.ApplyReachability(one.Member, reachable);
        one.Execute();
        other.Execute();
    }

    public void Send(UniqueAddress to, ReplicationMessage message) => UnderWay.Add(new Parcel(to, message));

    public void Deliver(Parcel parcel)
    {
        if (_replicas.TryGetValue(parcel.To, out var replica))
            replica.Receive(parcel.AsBytes());
    }

    /// <summary>Delivers all that is under way and what follows from it, in order, and lets short times pass.</summary>
    public void Settle()
    {
        for (var round = 0; round < 1000 && (UnderWay.Count > 0 || _replicas.Values.Any(r => r.IsDue)); round++)
        {
            var parcels = UnderWay.ToList();
            UnderWay.Clear();
            parcels.ForEach(Deliver);
            Pass(TimeSpan.FromMilliseconds(10));
        }
    }

    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        foreach (var replica in _replicas.Values)
            replica.RunDue();
    }

    /// <summary>Lets each gossip with some other, and delivers everything, often enough that all have met.</summary>
    public void GossipUntilQuiet()
    {
        for (var round = 0; round < 6 * _replicas.Count; round++)
        {
            foreach (var replica in _replicas.Values)
                replica.Gossip();
            Settle();
        }
    }

    public static Member WithStatus(Member member, MemberStatus status) =>
        new(member.UniqueAddress, member.UpNumber, status, member.Roles, member.AppVersion);

    private Member NewMember(int port, int uid) => new(Nodes.Node(port, uid), ++_lastUpNumber, MemberStatus.Up, [], AppVersion.Zero);
}

/// <summary>A message between replicas.</summary>
internal sealed record Parcel(UniqueAddress To, ReplicationMessage Message)
{
    public ReplicationMessage AsBytes()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ReplicationWire.Write(Message, output);
        return ReplicationWire.Read(ReplicationWire.ManifestOf(Message), output.WrittenSpan);
    }
}
