using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Health;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What the directory decides, without an actor: every input gives the next state.</summary>
/// <param name="Shape">Grows when members, agents or slots change, not with load and latency.</param>
internal sealed record DirectoryState(DirectorySnapshot Snapshot, long Shape)
{
    /// <summary>Departed nodes remembered, the oldest forgotten first; those that only hold what others hold as well.</summary>
    public const int MaxDeparted = 64;

    /// <summary>Departed nodes remembered beside these: those with histories in another journal than this node's.</summary>
    public const int MaxHolders = 256;

    /// <param name="before">What the process knew before this actor system; who departed and what ran is still true.</param>
    public static DirectoryState Start(string selfAddress, int uid, NodeDescription self, DirectorySnapshot before)
    {
        var entry = new NodeEntry(selfAddress) { Uid = uid, IsSelf = true, Description = self };
        return new DirectoryState(before.WithoutNodes(), 0).Put(entry, reshapes: true);
    }

    /// <summary>
    /// A member that starts anew at its address may be told of before its former self is <see cref="Gone"/>: that the former one
    /// leaves does not count then, nor what became of this node's own former self.
    /// </summary>
    /// <param name="memberId"><see cref="NodeEntry.MemberId"/> of a newcomer.</param>
    public DirectoryState Member(string address, int uid, NodeMembership membership, string? memberId = null)
    {
        if (Held(address) is { } other && other.Uid != uid
            && (other.IsSelf || (membership is NodeMembership.Leaving && other.Membership is not NodeMembership.Leaving))) return this;
        var held = Of(address, uid);
        if (held?.Membership == membership) return this;
        return Put((held ?? new NodeEntry(address) { Uid = uid, MemberId = memberId }) with { Membership = membership }, reshapes: true);
    }

    /// <summary>Forgets the member; its agents stay known, so that a request for one can be told who had it.</summary>
    public DirectoryState Gone(string address, int uid, DateTimeOffset now)
    {
        if (Of(address, uid) is not { } gone) return this;
        if (gone.IsSelf) return Member(address, uid, NodeMembership.Leaving);
        var departed = Snapshot.Departed;
        if (gone.Description is { } description && !IsHereUnderAnotherAddress(gone))
        {
            departed = departed.SetItem(description.NodeId, DepartedNode.Of(description, now));
            var alike = departed.Values.Where(node => IsHolder(node) == IsHolder(departed[description.NodeId])).ToArray();
            if (alike.Length > (IsHolder(alike[0]) ? MaxHolders : MaxDeparted))
                departed = departed.Remove(alike.MinBy(node => node.At)!.NodeId);
        }

        return With(Snapshot with { Nodes = Snapshot.Nodes.Remove(address), Departed = departed }, reshapes: true);
    }

    /// <summary>Those that are here, or left while this process lived, are known better.</summary>
    public DirectoryState Remembering(IEnumerable<DepartedNode> nodes)
    {
        var departed = Snapshot.Departed;
        foreach (var node in nodes)
            if (departed.Values.Count(IsHolder) < MaxHolders && !departed.ContainsKey(node.NodeId) && Snapshot.Find(node.NodeId) is null)
                departed = departed.Add(node.NodeId, node);
        return ReferenceEquals(departed, Snapshot.Departed) && !Snapshot.AwaitsHolders
            ? this
            : With(Snapshot with { Departed = departed, AwaitsHolders = false }, reshapes: true);
    }

    /// <summary>Until <see cref="Remembering"/>.</summary>
    public DirectoryState AwaitingHolders() => With(Snapshot with { AwaitsHolders = true }, reshapes: true);

    public DirectoryState Reachability(string address, int uid, bool reachable) =>
        Of(address, uid) is { } held && held.Reachable != reachable ? Put(held with { Reachable = reachable }, reshapes: true) : this;

    /// <summary>Another life of the node than the member's, or an older revision of the same one, changes nothing.</summary>
    public DirectoryState Described(string address, int uid, NodeDescription description)
    {
        if (Of(address, uid) is not { } held) return this;
        if (held.Description is { } old && old.Incarnation == description.Incarnation && old.Revision >= description.Revision) return this;
        var known = With(Snapshot with { Departed = Snapshot.Departed.Remove(description.NodeId) }, reshapes: false);
        return known.Put(held with { Description = Sharing(description) }, reshapes: true);
    }

    /// <summary>Nodes with one journal mostly tell the same of it: then it is kept once.</summary>
    private NodeDescription Sharing(NodeDescription description)
    {
        var same = Snapshot.Nodes.Values.Select(node => node.Description).FirstOrDefault(other =>
            other?.Journal == description.Journal && other.History.SequenceEqual(description.History));
        return same is null ? description : description with { History = same.History };
    }

    /// <summary>What another life of the node than the member's has told changes nothing.</summary>
    public DirectoryState Loaded(string address, int uid, LoadReport report) =>
        Of(address, uid) is { } held ? Put(held with { Load = report.Load, Busy = report.Busy }, reshapes: false) : this;

    /// <param name="now">Of a clock that nobody sets: silence is measured by it.</param>
    /// <param name="seen">For people.</param>
    public DirectoryState Heard(string address, TimeSpan? latency, TimeSpan now, DateTimeOffset seen) =>
        Held(address) is { } held
            ? Put(held with { Latency = latency ?? held.Latency, Heard = now, LastSeen = seen }, reshapes: false)
            : this;

    public DirectoryState Deployed(DeployedAgent agent)
    {
        var deployed = Snapshot.Deployed.With(agent);
        return ReferenceEquals(deployed, Snapshot.Deployed) ? this : With(Snapshot with { Deployed = deployed }, reshapes: true);
    }

    /// <param name="wishes">All there are: node id by slot.</param>
    public DirectoryState Wished(ImmutableSortedDictionary<string, string> wishes) =>
        Snapshot.Wishes.SequenceEqual(wishes) ? this : With(Snapshot with { Wishes = wishes }, reshapes: true);

    /// <summary>Judges the health of all; call it about once a second.</summary>
    /// <param name="now">As for <see cref="Heard"/>.</param>
    public DirectoryState Tick(TimeSpan now, HealthTimings timings)
    {
        var next = this;
        foreach (var node in Snapshot.Nodes.Values)
        {
            var track = node.IsSelf ? node.Track : node.Track.At(node.Reachable, node.Heard, now, timings);
            var healthy = IsHealthy(node, track);
            if (node.Healthy == healthy && ReferenceEquals(node.Track, track)) continue;
            next = next.Put(node with { Healthy = healthy, Track = track }, reshapes: node.Healthy != healthy);
        }

        return next;
    }

    public DirectoryState Noted(RunNote note)
    {
        var runs = Snapshot.Runs.With(note);
        return ReferenceEquals(runs, Snapshot.Runs) ? this : this with { Snapshot = Snapshot with { Runs = runs } };
    }

    public NodeEntry? Held(string address) => Snapshot.Nodes.GetValueOrDefault(address);

    private NodeEntry? Of(string address, int uid) => Held(address) is { } held && held.Uid == uid ? held : null;

    private bool IsHolder(DepartedNode node) => node.HoldsBesides(Snapshot.Self?.Description?.Journal);

    private static bool IsHealthy(NodeEntry node, PeerTrack track) =>
        node.Membership is NodeMembership.Up && node.Reachable && node.Description is not null
        && (node.IsSelf || track.State is PeerState.Healthy);

    private bool IsHereUnderAnotherAddress(NodeEntry gone) =>
        Snapshot.Nodes.Values.Any(n => n.NodeId == gone.NodeId && n.Address != gone.Address);

    private DirectoryState Put(NodeEntry node, bool reshapes) =>
        With(Snapshot with { Nodes = Snapshot.Nodes.SetItem(node.Address, node) }, reshapes);

    private DirectoryState With(DirectorySnapshot snapshot, bool reshapes) => new(snapshot.Indexed(reshapes), reshapes ? Shape + 1 : Shape);
}
