using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Security;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Security.RevocationProtocol;

namespace Hanzo.Network.Cluster.Security;

/// <summary>
/// Keeps this node's list of whom not to trust the same as that of the others, by Distributed Data, which needs no majority, and by the
/// network's group. Whether a list counts is what <see cref="INodeSecurity.Offer"/> says: the authority must have signed it.
/// </summary>
internal sealed class RevocationKeeper : ReceiveActor, IWithTimers
{
    public const string Name = "revocations";

    /// <summary>For the revoked node to hear of it, before nobody speaks to it any more.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(2);

    /// <summary>Longest time that <see cref="Expel"/> takes.</summary>
    public static readonly TimeSpan LongestExpel = Goodbye + Confirmation + TimeSpan.FromSeconds(2);

    /// <summary>The list may have come by another way than this, such as with a certificate.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private static readonly LWWRegisterKey<string> Key = new("revocations");

    private readonly IActorRef _replicator = DistributedData.Get(Context.System).Replicator;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly INodeSecurity _security;
    private readonly ILogger _log;
    private readonly UnreadableValues _unreadable;
    private readonly RevocationGroup? _group;
    private readonly CancellationTokenSource _stopped = new();
    private long _published;
    private bool _isPutting;

    /// <summary>Which list is not on the disk, and why; null: that which counts is.</summary>
    private string? _unkept;

    /// <summary>What is not yet known everywhere, by the list's version.</summary>
    private readonly Dictionary<long, Pending> _pending = [];

    public RevocationKeeper(INodeSecurity security, RevocationGroup? group, ILogger log)
    {
        (_security, _group, _log, _unreadable) = (security, group, log, new UnreadableValues(log));
        Receive<Changed>(changed => OnText(changed.Get(Key).Value));
        Receive<RevocationsTold>(OnTold);
        Receive<Expel>(OnExpel);
        Receive<RevocationsKnown>(OnKnown);
        Receive<Over>(OnOver);
        Receive<IUpdateResponse>(_ => { });
        Receive<Tick>(_ => OnTick());
        Receive<PutIntoGroup>(OnPut);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="group">Null: the node has no part in one.</param>
    public static Props Props(INodeSecurity security, RevocationGroup? group, ILogger log) =>
        Akka.Actor.Props.Create(() => new RevocationKeeper(security, group, log));

    protected override void PreStart()
    {
        _replicator.Tell(Dsl.Subscribe(Key, Self));
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Refresh);
    }

    protected override void PostStop() => _stopped.Cancel();

    private void OnTick()
    {
        if (_group is not null) Compare(_group);
        if (_security.Revocations.Version > _published) Publish(_security.Revocations);
        // A disk that was full may have room again.
        if (_security.Revocations is { Version: > 0 } list) Offer(list);
    }

    private void Compare(RevocationGroup group)
    {
        var (own, held) = (_security.Revocations, group.Held);
        switch (RevocationChoice.Decide(own, held))
        {
            case RevocationStep.Take:
                Take(held!);
                if (_security.Revocations.Version < held!.Version) group.Refuse();
                break;
            case RevocationStep.Put when group.Leads && !_isPutting:
                _isPutting = true;
                group.PutAsync(own, _stopped.Token).PipeTo(
                    Self, success: _ => new PutIntoGroup(own.Version, null), failure: cause => new PutIntoGroup(own.Version, cause));
                break;
        }
    }

    // Without a majority it is put there later; meanwhile it counts all the same.
    private void OnPut(PutIntoGroup put)
    {
        _isPutting = false;
        if (put.Failure is { } failure && !_stopped.IsCancellationRequested) RevocationLog.NotInGroup(_log, put.Version, failure.Message);
    }

    private void OnText(string text)
    {
        if (!RevocationCodec.TryRead(text, out var list, out var problem))
        {
            _unreadable.Add(Key.Id, problem);
            return;
        }

        _unreadable.Remove(Key.Id);
        Take(list);
    }

    private void OnTold(RevocationsTold told)
    {
        if (!RevocationCodec.TryRead(told.List, out var list, out var problem))
        {
            RevocationLog.NotTaken(_log, problem);
            return;
        }

        Take(list);
        Sender.Tell(new RevocationsKnown(_security.Revocations.Version));
    }

    private void OnExpel(Expel expel)
    {
        var members = MembersOf(expel.NodeId);
        var pending = new Pending(expel, Sender, members.Length > 0, Addresses(members));
        _pending[expel.List.Version] = pending;
        if (pending.WasMember) Tell(pending, Goodbye);
        else Begin(pending);
    }

    private void OnKnown(RevocationsKnown known)
    {
        // Who knows a later list knows all before it.
        foreach (var pending in _pending.Values.Where(pending => pending.Expel.List.Version <= known.Version).ToArray())
            Proceed(pending with { Awaited = pending.Awaited.Remove(Sender.Path.Address) });
    }

    private void OnOver(Over over)
    {
        if (!_pending.TryGetValue(over.Version, out var pending)) return;
        if (pending.Begun) End(pending);
        else Begin(pending);
    }

    private void Proceed(Pending pending)
    {
        _pending[pending.Expel.List.Version] = pending;
        if (!pending.Awaited.IsEmpty) return;
        if (pending.Begun) End(pending);
        else Begin(pending);
    }

    /// <summary>From now on it counts: the node knows, or has had its time.</summary>
    private void Begin(Pending pending)
    {
        var (node, list) = (pending.Expel.NodeId, pending.Expel.List);
        Take(list);
        foreach (var member in MembersOf(node))
        {
            RevocationLog.Removing(_log, node);
            _cluster.Down(member.Address);
        }

        Publish(list);
        var others = _cluster.State.Members.Where(member => member.Status is MemberStatus.Up
            && NodeRole.NodeIdOf(member) != node && !member.UniqueAddress.Equals(_cluster.SelfUniqueAddress));
        pending = pending with { Begun = true, Awaited = Addresses(others) };
        Tell(pending, Confirmation);
        Proceed(pending);
    }

    private void End(Pending pending)
    {
        Timers.Cancel(pending.Expel.List.Version);
        _pending.Remove(pending.Expel.List.Version);
        pending.Asker.Tell(new Expelled(pending.WasMember, pending.Awaited.IsEmpty));
    }

    private void Tell(Pending pending, TimeSpan longest)
    {
        var told = new RevocationsTold(RevocationCodec.Write(pending.Expel.List));
        foreach (var address in pending.Awaited) Context.ActorSelection($"{address}/user/{Name}").Tell(told);
        Timers.StartSingleTimer(pending.Expel.List.Version, new Over(pending.Expel.List.Version), longest);
    }

    private void Take(RevocationList list)
    {
        if (list.Version <= _security.Revocations.Version) return;
        if (!Offer(list)) _unreadable.Add(Key.Id, $"the authority has not signed list {list.Version}");
        else RevocationLog.Taken(_log, string.Join(", ", list.Nodes.Select(node => node.NodeId)), list.Version);
    }

    private bool Offer(RevocationList list)
    {
        try
        {
            var isTaken = _security.Offer(list);
            if (isTaken && _unkept is not null) RevocationLog.Kept(_log, list.Version);
            if (isTaken) _unkept = null;
            return isTaken;
        }
        catch (Exception e) when (_security.Revocations.Version == list.Version)
        {
            if (_unkept != $"{list.Version}: {e.Message}") RevocationLog.NotKept(_log, list.Version, e.Message);
            _unkept = $"{list.Version}: {e.Message}";
            return true;
        }
    }

    /// <summary>The list's version is its time: the newest counts, whoever writes it.</summary>
    private void Publish(RevocationList list)
    {
        _published = list.Version;
        var register = new LWWRegister<string>(_cluster.SelfUniqueAddress, RevocationCodec.Write(list), list.Version);
        _replicator.Tell(Dsl.Update(Key, register, WriteLocal.Instance, null, current => current.Merge(register)));
    }

    private Member[] MembersOf(string nodeId) =>
        [.. _cluster.State.Members.Where(member => NodeRole.NodeIdOf(member) == nodeId && member.Status is not MemberStatus.Removed)];

    private static ImmutableHashSet<Address> Addresses(IEnumerable<Member> members) => [.. members.Select(member => member.Address)];

    /// <param name="Awaited">Who has not said yet that it knows: first the node itself, then all others.</param>
    /// <param name="Begun">The node was told, or does not answer: now the others are.</param>
    private sealed record Pending(Expel Expel, IActorRef Asker, bool WasMember, ImmutableHashSet<Address> Awaited, bool Begun = false);

    private sealed record Over(long Version);

    /// <param name="Failure">Null: it is there, or another was meanwhile.</param>
    private sealed record PutIntoGroup(long Version, Exception? Failure);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
