using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Notes who holds which histories in journals of their own, and tells the directory after a restart.</summary>
internal sealed class HolderBook : ReceivePersistentActor
{
    public const string Name = "holders";

    /// <summary>Nodes noted; of further ones nothing is known after a restart.</summary>
    private const int MostNodes = DirectoryState.MaxDeparted;

    /// <summary>What changes together is noted together; what is not noted when this process is killed is not known after that.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<string, (HolderNote Note, DateTimeOffset At)> _noted = new(StringComparer.Ordinal);
    private readonly Board<DirectorySnapshot> _board;
    private readonly IActorRef _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private bool _isDue;

    public HolderBook(string node, Board<DirectorySnapshot> board, IActorRef directory, TimeProvider time, ILogger log)
    {
        (_board, _directory, _time, _log) = (board, directory, time, log);
        PersistenceId = $"2holders.{node}";
        Recover<JournaledEvent>(journaled => Apply(HolderNote.Decode(journaled.Manifest, journaled.Payload.Span), journaled.At));
        Recover<RecoveryCompleted>(_ => TellDirectory());
        Command<DirectoryChanged>(_ => OnChanged());
        Command<Look>(_ => OnLook());
        Context.System.EventStream.Subscribe(Self, typeof(DirectoryChanged));
    }

    public override string PersistenceId { get; }

    public static Props Props(string node, Board<DirectorySnapshot> board, IActorRef directory, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new HolderBook(node, board, directory, time, log));

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        base.PostStop();
    }

    // Without notes holders are named as long as this process has seen them.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => DirectoryLog.NotNoted(_log, cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        DirectoryLog.NotNoted(_log, cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => DirectoryLog.NotNoted(_log, reason);

    private void TellDirectory() =>
        _directory.Tell(new HoldersKnown([.. _noted.Values.Select(noted => noted.Note.ToDeparted(noted.At))]));

    private void OnChanged()
    {
        if (_isDue) return;
        _isDue = true;
        Context.System.Scheduler.ScheduleTellOnce(Calm, Self, Look.Instance, Self);
    }

    private void OnLook()
    {
        _isDue = false;
        var news = HolderNote.In(_board.Current)
            .Where(note => !note.IsKnownTo(_noted.GetValueOrDefault(note.NodeId).Note))
            .Where(note => _noted.ContainsKey(note.NodeId) || _noted.Count < MostNodes)
            .ToArray();
        if (news.Length == 0) return;
        var now = _time.GetUtcNow();
        var next = 0;
        PersistAll(news.Select(note => new JournaledEvent(HolderNote.Manifest, note.Encode(), now)), _ => Apply(news[next++], now));
    }

    private void Apply(HolderNote note, DateTimeOffset at) => _noted[note.NodeId] = (note, at);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
