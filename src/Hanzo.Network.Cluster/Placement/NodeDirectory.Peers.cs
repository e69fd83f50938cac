using Akka.Actor;
using Akka.Cluster.Sharding;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What directories tell each other directly.</summary>
internal sealed partial class NodeDirectory
{
    private void ReceivePeers()
    {
        Receive<NodePing>(OnPing);
        Receive<NodePong>(pong => Heard(_pings.LatencyOf(pong.Sequence)));
        Receive<NoteRun>(OnNote);
        Receive<RunsNoted>(OnNotes);
    }

    private void OnPing(NodePing ping)
    {
        Sender.Tell(new NodePong(_self.NodeId, _self.Incarnation, ping.Sequence));
        Heard(latency: null);
    }

    private void Heard(TimeSpan? latency)
    {
        var address = (Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address).ToString();
        ChangeAndPublish(s => s.Heard(address, latency, Now, Clock).Tick(Now, _settings.Health));
    }

    private void OnNote(NoteRun note)
    {
        Change(s => s.Noted(note.Note));
        _notes.Add(note.Note);
        _noted++;
        if (!_self.Slots.Contains(note.Note.Run.Session.Slot.ToString())) _settings.Region.Tell(GetShardRegionState.Instance);
    }

    private void OnNotes(RunsNoted noted)
    {
        foreach (var note in noted.Notes) Change(s => s.Noted(note));
    }

    private void SendNotes()
    {
        if (_notes.Take() is { IsEmpty: false } notes) ForPeers(peer => Peer(peer.Address).Tell(new RunsNoted(notes)));
    }

    private void PingDue()
    {
        _pings.Forget(_state.Snapshot.Nodes.ContainsKey);
        ForPeers(peer =>
        {
            if (peer.Track.IsCheckDue(_pings.LastOf(peer.Address), Now, _settings.Health)) Ping(peer.Address);
        });
    }

    private void Ping(string address)
    {
        if (_state.Held(address) is { IsSelf: false })
            Peer(address).Tell(new NodePing(_self.NodeId, _self.Incarnation, _pings.Next(address, Now)));
    }

    private void ForPeers(Action<NodeEntry> action)
    {
        foreach (var node in _state.Snapshot.Nodes.Values.Where(n => !n.IsSelf)) action(node);
    }

    private static ActorSelection Peer(string address) => Context.ActorSelection($"{address}/user/{Name}");
}
