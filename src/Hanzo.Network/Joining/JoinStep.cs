using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>One step of the decision under way: the state as changed so far and the effects gathered.</summary>
internal sealed class JoinStep(JoinState state, TimeSpan now)
{
    private readonly ImmutableArray<JoinEffect>.Builder _effects = ImmutableArray.CreateBuilder<JoinEffect>();

    public JoinState State { get; private set; } = state;
    public TimeSpan Now { get; } = now;

    public (JoinState, ImmutableArray<JoinEffect>) Result() => (State, _effects.ToImmutable());

    public void Trace(string text) => _effects.Add(new JoinEffect.Trace(text));

    public void Notify(JoinNotice notice)
    {
        if (!JoinDecider.MayNotice(State, notice)) return;
        State = State with { Noticed = State.Noticed.Add(notice.Key) };
        _effects.Add(new JoinEffect.Notify(notice));
    }

    public void Withdraw(string key)
    {
        if (!State.Noticed.Contains(key)) return;
        State = State with { Noticed = State.Noticed.Remove(key) };
        _effects.Add(new JoinEffect.Withdraw(key));
    }

    /// <summary>Takes in an address, unless it is our own or there are too many.</summary>
    public void Meet(NodeAddress address, string road, bool configured, bool saidTwin = false)
    {
        if (address == State.Self.Address || State.Phase is JoinPhase.Joined or JoinPhase.Refused) return;
        if (State.Contacts.TryGetValue(address, out var known))
        {
            Put(known with { LastHeard = Now, SaidTwin = known.SaidTwin || saidTwin, Configured = known.Configured || configured });
            return;
        }

        if (State.Contacts.Count >= JoinDecider.MaxContacts) return;
        Put(new Contact(address, road, Now, configured) { SaidTwin = saidTwin });
        Trace($"{road}: {address}");
    }

    public void Replace(NodeAddress old, NodeAddress @new)
    {
        if (!State.Contacts.TryGetValue(old, out var contact) || contact.LastAnswered is not null || contact.Useless) return;
        State = State with { Contacts = State.Contacts.Remove(old) };
        if (@new == State.Self.Address || State.Contacts.ContainsKey(@new)) return;
        Put(contact with { Address = @new, LastProbed = null });
        Trace($"{contact.Road}: {@new} instead of {old}");
    }

    public void Lose(NodeAddress address)
    {
        if (!State.Contacts.TryGetValue(address, out var contact)) return;
        if (contact.LastAnswered is not null)
        {
            Put(contact with { Configured = false });
            return;
        }

        State = State with { Contacts = State.Contacts.Remove(address) };
        Trace($"{contact.Road}: {address} no more");
    }

    /// <summary>Takes in what a node of this network says of itself, and whom it names.</summary>
    public void Learn(ContactReport report, NodeAddress? asked)
    {
        var node = report.Node;
        if (asked is not null && asked != node.Address) MarkUseless(asked);
        Meet(node.Address, asked is null ? "asked us" : "answered", configured: false);
        if (!State.Contacts.TryGetValue(node.Address, out var contact)) return;
        if (contact.LastAnswered is null || contact.Report?.Cluster != report.Cluster) Trace(Describe(report));
        // Who answers for the first time is asked again at once: thereby it hears that we hear it.
        var probed = contact.LastAnswered is null ? null : contact.LastProbed;
        Put(contact with { Report = report, LastAnswered = Now, LastHeard = Now, LastProbed = probed, Useless = false, SaidTwin = false });
        foreach (var peer in report.Peers.Take(ContactReport.MaxPeers))
            if (peer.Address.IsLoopback == State.Self.Address.IsLoopback)
                Meet(peer.Address, $"told by {node.NodeId}", configured: false, peer.NodeId == State.Self.NodeId);
    }

    /// <summary>Somebody says of itself that it is in a cluster; joined it is when it answers the same.</summary>
    public void AskSoon(NodeAddress address, ClusterIdentity cluster)
    {
        if (!State.Contacts.TryGetValue(address, out var contact) || contact.Useless || contact.Report?.Cluster?.Id == cluster.Id) return;
        if (Now - contact.LastProbed >= State.Timings.HurriedProbeInterval) Put(contact with { LastProbed = null });
    }

    public void Hear(string road) => State = State with { SilentRoads = State.SilentRoads.Remove(road) };

    /// <param name="failed">Then it counts as one that hears itself.</param>
    public void Shout(bool failed)
    {
        State = State with { ShoutsSince = State.ShoutsSince ?? Now };
        if (failed) HearItself();
    }

    public void HearItself() => State = State with { HearsSince = State.HearsSince ?? Now };

    /// <summary>True when it has the right to found, or needs none; else it asks for it.</summary>
    public bool MayFound()
    {
        if (State.Right is not { Needed: true, Held: false, Turn: < FoundingRight.MaxTurns }) return true;
        AskForRight();
        return false;
    }

    public void AskForRight()
    {
        var (right, timings) = (State.Right, State.Timings);
        if (!right.Needed || right.Held) return;
        var interval = State.Phase == JoinPhase.Joined ? timings.MemberRightInterval : timings.RightInterval;
        if (right.AskedAt is { } asked && Now - asked < interval) return;
        State = State with { Right = right with { AskedAt = Now } };
        _effects.Add(new JoinEffect.TakeRight(right.Turn));
    }

    public void TakeIn(bool held)
    {
        var right = State.Right with { Held = held, RefusedSince = held ? null : State.Right.RefusedSince ?? Now };
        if (State.Phase == JoinPhase.Looking && Now - right.RefusedSince >= State.Timings.RightPatience)
            right = right with { Turn = right.Turn + 1, RefusedSince = null, AskedAt = null };
        State = State with { Right = right };
    }

    public void GiveUpRight()
    {
        if (!State.Right.Held) return;
        State = State with { Right = State.Right with { Held = false } };
        _effects.Add(new JoinEffect.GiveUpRight());
    }

    public void MarkUseless(NodeAddress address)
    {
        if (State.Contacts.TryGetValue(address, out var contact)) Put(contact with { Useless = true, Report = null, SaidTwin = false });
    }

    public void MarkJoinFailed(NodeAddress address)
    {
        if (State.Contacts.TryGetValue(address, out var contact)) Put(contact with { JoinFailedAt = Now });
    }

    public bool HasJustFailed(Contact contact) => contact.JoinFailedAt is { } at && Now - at < State.Timings.JoinRetryDelay;

    /// <summary>It was left for an older cluster, which has not answered yet.</summary>
    public bool Shuns(string clusterId) =>
        State.Left?.Id == clusterId && Now - State.StartedAt < State.Timings.ShunFor;

    public IEnumerable<Contact> Answering() => State.Contacts.Values.Where(contact => contact.Answers(Now, State.Timings));

    public Contact? MayBeTwin() => State.Contacts.Values.FirstOrDefault(contact => contact.MayBeTwin(Now, State.Timings));

    public void ForgetContacts() => State = State with { Contacts = State.Contacts.Clear(), Picture = [], WaitingFor = "" };

    public void ForgetSilent()
    {
        var forgotten = State.Contacts.Values.Where(contact => contact.IsForgotten(Now, State.Timings)).Select(contact => contact.Address);
        State = State with { Contacts = State.Contacts.RemoveRange(forgotten.ToArray()) };
    }

    public void UpdatePicture()
    {
        var picture = Answering().Select(View).ToImmutableArray();
        if (!picture.SequenceEqual(State.Picture)) State = State with { Picture = picture, PictureSince = Now };
    }

    public void ProbeDue()
    {
        foreach (var contact in State.Contacts.Values.Where(contact => contact.IsProbeDue(Now, State.Timings)).ToArray())
        {
            Put(contact with { LastProbed = Now });
            _effects.Add(new JoinEffect.Probe(contact.Address));
        }
    }

    public void WaitFor(string reason)
    {
        if (State.WaitingFor == reason) return;
        State = State with { WaitingFor = reason };
        Trace($"waits for {reason}");
    }

    public void Join(Contact contact)
    {
        var cluster = contact.Report!.Cluster!;
        Trace($"joins cluster {cluster.Id} through {contact.Address}");
        Enter(JoinPhase.Joining, cluster, contact.Address);
        _effects.Add(new JoinEffect.Join(contact.Address, cluster));
    }

    public void Found()
    {
        Trace(State.Picture.IsEmpty ? "founds a cluster: nobody answered" : "founds a cluster: has the lowest address, and all agree");
        Enter(JoinPhase.Founding, cluster: null, through: null);
        _effects.Add(new JoinEffect.Found());
    }

    public void Refuse(string reason)
    {
        if (State.Phase == JoinPhase.Refused) return;
        Trace($"refused: {reason}");
        Enter(JoinPhase.Refused, cluster: null, through: null);
        ForgetContacts();
        _effects.Add(new JoinEffect.Refuse(reason));
    }

    public void Enter(JoinPhase phase, ClusterIdentity? cluster, NodeAddress? through) =>
        State = State with { Phase = phase, Cluster = cluster, Through = through, WaitingFor = "" };

    private void Put(Contact contact) => State = State with { Contacts = State.Contacts.SetItem(contact.Address, contact) };

    private static ContactView View(Contact contact) => new(
        contact.Address,
        contact.Report?.Cluster?.Id,
        contact.Report!.Peers.Select(peer => peer.Address).Min(),
        contact.Report.Settling,
        contact.Report.Leaving);

    private static string Describe(ContactReport report)
    {
        var state = report.Cluster is { } cluster ? $"in cluster {cluster.Id}, {report.Peers.Length} members" : "in no cluster";
        return $"{report.Node.Address} is node {report.Node.NodeId}, {(report.Leaving ? "leaving" : state)}";
    }
}
