using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>One step of the merge decision under way: the state as changed so far and the effects gathered.</summary>
internal sealed class MergeStep(MergeState state, TimeSpan now)
{
    private readonly ImmutableArray<MergeEffect>.Builder _effects = ImmutableArray.CreateBuilder<MergeEffect>();

    public MergeState State { get; private set; } = state;
    public TimeSpan Now { get; } = now;

    public (MergeState, ImmutableArray<MergeEffect>) Result() => (State, _effects.ToImmutable());

    public void Members(ImmutableSortedSet<NodeAddress> members, SharedProtocol? speak) => State = State with
    {
        Members = members,
        Speak = speak,
        Strangers = State.Strangers.RemoveRange(State.Strangers.Keys.Where(members.Contains).ToArray()),
    };

    /// <summary>Takes in an address, unless it is a member's or there are too many.</summary>
    public void Meet(NodeAddress address, string road, bool configured)
    {
        if (address == State.Self.Address || State.Members.Contains(address)) return;
        if (State.Strangers.TryGetValue(address, out var known)) Put(known with { Configured = known.Configured || configured });
        else if (State.Strangers.Count < MergeDecider.MaxStrangers) Put(new Stranger(address, road, configured, Now));
    }

    public void Replace(NodeAddress old, NodeAddress @new)
    {
        if (!State.Strangers.TryGetValue(old, out var known) || known.LastAnswered is not null) return;
        Forget(old);
        Meet(@new, known.Road, known.Configured);
    }

    public void Lose(NodeAddress address)
    {
        if (!State.Strangers.TryGetValue(address, out var known)) return;
        if (known.LastAnswered is null && known.Cluster is null) Forget(address);
        else Put(known with { Configured = false });
    }

    /// <summary>It is about to join somebody: a beacon of it alone is no reason to ask it anything.</summary>
    public void HearLooking(NodeAddress address)
    {
        if (State.Strangers.TryGetValue(address, out var known))
            Put(known with { LastHeard = Now, Cluster = null, ApartSince = null });
    }

    /// <param name="isApart">Null: it did not say; another member may know.</param>
    public void Hear(NodeAddress address, ClusterIdentity cluster, bool? isApart)
    {
        var isNew = !State.Strangers.ContainsKey(address);
        Meet(address, "heard", configured: false);
        if (!State.Strangers.TryGetValue(address, out var known)) return;
        // In our own cluster by its word: its joining just has not come round, which takes less than a slow probe.
        if (isNew && isApart != true) known = known with { LastProbed = Now };
        var wasApart = known.Cluster?.Id == cluster.Id ? known.ApartSince : null;
        Put(known with
        {
            LastHeard = Now,
            Cluster = cluster,
            ApartSince = isApart switch { true => known.ApartSince ?? Now, false => null, null => wasApart },
        });
    }

    public void Answered(ContactReport report)
    {
        if (!State.Strangers.TryGetValue(report.Node.Address, out var known)) return;
        Put(known with
        {
            LastHeard = Now,
            LastAnswered = Now,
            Report = report,
            ApartSince = report.Cluster is null ? null : known.ApartSince,
        });
    }

    public void IsAnotherName(NodeAddress asked, NodeAddress name)
    {
        if (!State.Strangers.TryGetValue(asked, out var known)) return;
        Forget(asked);
        Meet(name, known.Road, known.Configured);
    }

    public void Forget(NodeAddress address) => State = State with { Strangers = State.Strangers.Remove(address) };

    public void ForgetOld()
    {
        var old = State.Strangers.Values.Where(stranger => stranger.IsForgotten(Now, State.Timings)).Select(stranger => stranger.Address);
        State = State with { Strangers = State.Strangers.RemoveRange(old.ToArray()) };
    }

    /// <summary>The notices that are true now stand, each told once; those that are not are taken back.</summary>
    public void Alarm()
    {
        var notices = State.Strangers.Values.Where(IsTold)
            .DistinctBy(stranger => stranger.Cluster!.Id)
            .Select(stranger => MergeNotices.TwoClusters(State, stranger))
            .ToList();
        if (State.Left is { } left && Now - State.JoinedAt < State.Timings.MergedNoticeFor)
            notices.Add(MergeNotices.Merged(State.Self, left, State.Ours));
        foreach (var notice in notices.Where(notice => !State.Alarms.Contains(notice.Key))) _effects.Add(new MergeEffect.Notify(notice));
        var keys = notices.Select(notice => notice.Key).ToImmutableSortedSet(StringComparer.Ordinal);
        foreach (var key in State.Alarms.Except(keys)) _effects.Add(new MergeEffect.Withdraw(key));
        State = State with { Alarms = keys };
    }

    public void ProbeDue()
    {
        foreach (var stranger in State.Strangers.Values.Where(stranger => stranger.IsProbeDue(Now, State.Timings)).ToArray())
        {
            Put(stranger with { LastProbed = Now });
            _effects.Add(new MergeEffect.Probe(stranger.Address));
        }
    }

    public void Yield(ClusterIdentity older)
    {
        State = State with { Yields = true };
        _effects.Add(new MergeEffect.Trace($"leaves cluster {State.Ours.Id} for {older.Id}, which is older"));
        _effects.Add(new MergeEffect.Rejoin(older));
    }

    public void Part(string reason)
    {
        State = State with { Yields = true };
        _effects.Add(new MergeEffect.Trace(reason));
        _effects.Add(new MergeEffect.Part(reason));
    }

    // Nodes of one cluster that start together have not counted each other in yet, which is no second part.
    private bool IsTold(Stranger stranger) => stranger.IsApart(Now, State.Timings)
        && (stranger.Cluster!.Id != State.Ours.Id || stranger.HasStayedApart(Now, State.Timings));

    private void Put(Stranger stranger) => State = State with { Strangers = State.Strangers.SetItem(stranger.Address, stranger) };
}
