using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Capacity;

/// <summary>
/// Times the runs of one session. A run that began elsewhere or in an earlier life of the session gives no sample, nor does one
/// that did not complete: failures would make a node look fast. Not for several threads at once.
/// </summary>
public sealed class RunTimer(AgentName agent, TimeProvider time)
{
    private long? _run;
    private long _startedAt;
    private string? _model;
    private long? _waitsSince;
    private TimeSpan _waited;
    private long _calledAt;
    private TimeSpan _modelTime;
    private long _outputTokens;

    /// <summary>The calls of the run under way wait for the node's capacity.</summary>
    public void Waits() => _waitsSince ??= time.GetTimestamp();

    public void GoesOn()
    {
        if (_waitsSince is not { } since) return;
        _waited += time.GetElapsedTime(since);
        _waitsSince = null;
        _calledAt = time.GetTimestamp();
    }

    /// <summary>To be told every event of the session as it is recorded.</summary>
    /// <returns>What the run took that has completed with it; else null.</returns>
    public RunSample? Recorded(ConversationEvent @event)
    {
        switch (@event)
        {
            case SessionOpened:
                _run = null;
                break;
            case ApprovalAsked asked when asked.Run == _run:
                // How long people take says nothing of the node.
                _run = null;
                break;
            case ToolCalled { Agent: not null } asked when asked.Run == _run:
                // What other agents take says nothing of it either.
                _run = null;
                break;
            case RunStarted started:
                Start(started.Run);
                break;
            case ModelCalled called when called.Run == _run:
                (_model, _calledAt) = (called.Model, time.GetTimestamp());
                break;
            case ModelReplied { Usage.OutputTokens: > 0 and var tokens } replied when replied.Run == _run:
                _modelTime += time.GetElapsedTime(_calledAt);
                _outputTokens += tokens;
                break;
            case RunCompleted completed when completed.Run == _run:
                return Sample(completed.At);
        }

        return null;
    }

    private void Start(long run)
    {
        (_run, _startedAt, _model) = (run, time.GetTimestamp(), null);
        (_waitsSince, _waited) = (null, TimeSpan.Zero);
        (_modelTime, _outputTokens) = (TimeSpan.Zero, 0);
    }

    private RunSample Sample(DateTimeOffset at)
    {
        double? rate = _outputTokens > 0 && _modelTime > TimeSpan.Zero ? _outputTokens / _modelTime.TotalSeconds : null;
        return new RunSample(agent, _model, time.GetElapsedTime(_startedAt) - _waited, rate, at);
    }
}
