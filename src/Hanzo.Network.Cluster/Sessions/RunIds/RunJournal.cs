using Akka.Actor;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>For homes of run ids that cannot read this node's journal: tells what it has of an id, and records what they bind.</summary>
internal sealed class RunJournal : ReceiveActor
{
    public const string Name = "run-journal";

    /// <summary>Questions under way; who gets no answer asks again.</summary>
    private const int MaxReads = 1000;

    private readonly CancellationTokenSource _stopped = new();
    private readonly IEventStore _store;
    private readonly string _writer;
    private int _reads;

    /// <param name="writer">Names this life of the node in the journal.</param>
    public RunJournal(IEventStore store, string writer, ILogger log)
    {
        (_store, _writer) = (store, writer);
        Receive<RunRecall>(OnRecall);
        Receive<Read>(OnRead);
        Receive<Status.Failure>(failure =>
        {
            _reads--;
            RunDirectoryLog.NotRecalled(log, failure.Cause);
        });
    }

    public static Props Props(IEventStore store, string writer, ILogger log) =>
        Akka.Actor.Props.Create(() => new RunJournal(store, writer, log));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnRecall(RunRecall recall)
    {
        if (_reads == MaxReads) return;
        _reads++;
        var asker = Sender;
        var known = recall.Binding is { } binding
            ? RecordAsync(recall.Id, binding, _stopped.Token)
            : RunBinding.ReadAsync(_store, recall.Id, _stopped.Token);
        known.PipeTo(Self, success: found => new Read(asker, new RunRecalled(recall.Id, found)));
    }

    /// <summary>Of several that come at once, also of one that its writer takes for lost, the journal has the first.</summary>
    private async Task<RunBinding?> RecordAsync(string id, RunBinding binding, CancellationToken cancellation)
    {
        try
        {
            var bound = new NewEvent(RunBinding.Manifest, binding.Encode());
            await _store.AppendAsync(RunDirectoryRegion.PersistenceIdOf(id), 0, _writer, [bound], cancellation);
            return binding;
        }
        catch (EventStoreConflictException)
        {
            return await RunBinding.ReadAsync(_store, id, cancellation);
        }
    }

    private void OnRead(Read read)
    {
        _reads--;
        read.Asker.Tell(read.Answer);
    }

    private sealed record Read(IActorRef Asker, RunRecalled Answer);
}
