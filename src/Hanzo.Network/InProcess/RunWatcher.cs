using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hanzo.Network.Agents;

namespace Hanzo.Network.InProcess;

/// <summary>
/// One reader of one run: events come from the journal, none is lost; pieces of replies come in between, as long as the
/// reader keeps up with <see cref="MaxWaiting"/> of them.
/// </summary>
/// <param name="deltas">Whether pieces of replies are wanted.</param>
internal sealed class RunWatcher(long after, bool deltas)
{
    public const int MaxWaiting = 1024;

    private readonly Channel<Notice> _notices = Channel.CreateBounded<Notice>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private long _journaled;
    private Exception? _fault;

    public RunId Run { get; set; }

    /// <summary>The run was over before it was watched: all there is to see is in the journal.</summary>
    public bool IsLate { get; set; }

    public long After => after;

    public bool WantsDeltas => deltas;

    public void Journaled(long sequence)
    {
        Volatile.Write(ref _journaled, sequence);
        _notices.Writer.TryWrite(new Notice(sequence, null));
    }

    public void Delta(RunEvent delta) => _notices.Writer.TryWrite(new Notice(0, delta));

    public void Fail(Exception fault)
    {
        _fault = fault;
        _notices.Writer.TryComplete();
    }

    /// <param name="read">Events of the run in the journal after one sequence and up to another.</param>
    public async IAsyncEnumerable<RunEvent> ReadAsync(
        Func<long, long, CancellationToken, IAsyncEnumerable<RunEvent>> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = after;
        while (true)
        {
            while (_notices.Reader.TryRead(out var notice))
            {
                if (notice.Delta is not null) yield return notice.Delta;
                if (notice.Sequence <= position) continue;
                await foreach (var @event in read(position, notice.Sequence, cancellation))
                {
                    yield return @event;
                    if (@event.IsTerminal) yield break;
                }

                position = notice.Sequence;
            }

            if (_fault is not null)
                throw new AgentNetworkException(NetworkError.Unavailable, $"run {Run} cannot be watched: {_fault.Message}", _fault);
            var known = Volatile.Read(ref _journaled);
            if (known > position) _notices.Writer.TryWrite(new Notice(known, null));
            else await _notices.Reader.WaitToReadAsync(cancellation);
        }
    }

    /// <param name="Sequence">The journal has grown up to here; 0 for a delta.</param>
    private readonly record struct Notice(long Sequence, RunEvent? Delta);
}
