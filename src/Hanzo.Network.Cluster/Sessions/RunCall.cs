using System.Threading.Channels;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// One caller's wait for one run. Belongs to the process, not to an actor system: a <see cref="RunClient"/> of the present
/// generation works on it, and the next generation's goes on where that one stopped.
/// </summary>
internal sealed class RunCall
{
    /// <summary>Events that a slow reader may have waiting; further ones are asked for again when there is room.</summary>
    public const int MaxWaitingEvents = 256;

    private readonly Channel<RunEvent>? _events;
    private readonly TaskCompletionSource<RunResult> _accepted = Completions.New<RunResult>();
    private readonly TaskCompletionSource<RunResult> _completed = Completions.New<RunResult>();

    /// <param name="start">Null: only watches.</param>
    /// <param name="wantsEvents">False: events are counted, not kept.</param>
    public RunCall(Pursuit pursuit, RunStart? start, bool wantsEvents)
    {
        Pursuit = pursuit;
        Start = start;
        _events = wantsEvents ? Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(MaxWaitingEvents) { SingleReader = true }) : null;
        // Whoever waits for one of the two need not look at the other.
        _ = _accepted.Task.Exception;
        _ = _completed.Task.Exception;
    }

    public RunStart? Start { get; private set; }

    /// <summary>Where slots are, as this process knows; null: unknown.</summary>
    public Board<DirectorySnapshot>? Network { get; init; }

    /// <summary>Of this process; null where the run has been started already.</summary>
    public JournalHealth? Journal { get; init; }

    /// <summary>Written by one client at a time; handed from one to the next when its actor has stopped.</summary>
    public Pursuit Pursuit { get; set; }

    public Task<RunResult> Accepted => _accepted.Task;

    public Task<RunResult> Completed => _completed.Task;

    public ChannelReader<RunEvent> Events => _events?.Reader ?? throw new InvalidOperationException("This call keeps no events.");

    /// <summary>Events that can be taken now.</summary>
    public int Room => _events is null ? int.MaxValue : MaxWaitingEvents - _events.Reader.Count;

    /// <summary>Pieces of replies that can be taken: none where events are only counted.</summary>
    public int Credit => _events is null ? 0 : RunWatch.MaxCredit;

    /// <summary>The session has begun nowhere, and is to begin in this journal.</summary>
    public void Rebind(string journal) => Start = Start! with { Journal = journal };

    public void Accept(RunResult run) => _accepted.TrySetResult(run);

    public void Deliver(RunEvent @event) => _events?.Writer.TryWrite(@event);

    public void Complete(RunResult run)
    {
        _accepted.TrySetResult(run);
        _completed.TrySetResult(run);
        _events?.Writer.TryComplete();
    }

    /// <summary>There is nothing more to be seen of a run that this caller only watches.</summary>
    public void EndEvents() => Complete(Pursuit.Known!);

    /// <param name="why">For who wants the events, which are not kept any more.</param>
    public void CompleteUnseen(RunResult run, AgentNetworkException why)
    {
        _events?.Writer.TryComplete(why);
        Complete(run);
    }

    public void Fail(Exception error)
    {
        if (_accepted.TrySetException(error)) _ = _accepted.Task.Exception;
        if (_completed.TrySetException(error)) _ = _completed.Task.Exception;
        _events?.Writer.TryComplete(error);
    }
}
