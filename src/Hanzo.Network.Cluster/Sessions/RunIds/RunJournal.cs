using Akka.Actor;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>Tells homes of run ids that cannot read this node's journal what it has of an id.</summary>
internal sealed class RunJournal : ReceiveActor
{
    public const string Name = "run-journal";

    /// <summary>Questions under way; who gets no answer asks again.</summary>
    private const int MaxReads = 1000;

    private readonly CancellationTokenSource _stopped = new();
    private readonly IEventStore _store;
    private int _reads;

    public RunJournal(IEventStore store, ILogger log)
    {
        _store = store;
        Receive<RunRecall>(OnRecall);
        Receive<Read>(OnRead);
        Receive<Status.Failure>(failure =>
        {
            _reads--;
            RunDirectoryLog.NotRecalled(log, failure.Cause);
        });
    }

    public static Props Props(IEventStore store, ILogger log) => Akka.Actor.Props.Create(() => new RunJournal(store, log));

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
        RunBinding.ReadAsync(_store, recall.Id, _stopped.Token)
            .PipeTo(Self, success: binding => new Read(asker, new RunRecalled(recall.Id, binding)));
    }

    private void OnRead(Read read)
    {
        _reads--;
        read.Asker.Tell(read.Answer);
    }

    private sealed record Read(IActorRef Asker, RunRecalled Answer);
}
