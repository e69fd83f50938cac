using System.Threading.Channels;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>The reply of another node's model as its reader gets it.</summary>
/// <param name="call">Unique in the network.</param>
/// <param name="question">What is asked, as text.</param>
/// <param name="target">Where it is asked.</param>
/// <param name="node">Its id, for errors.</param>
internal sealed class RemoteReply(string call, string question, string target, string node)
{
    /// <summary>Pieces after which the other node is told that there is room.</summary>
    public const int TellEvery = Window / 4;

    /// <summary>A node that sends so many unasked is not listened to any more.</summary>
    private const int MaxWaiting = 4 * Window;

    private readonly Channel<ChatResponseUpdate> _updates = Channel.CreateUnbounded<ChatResponseUpdate>();

    private int _taken;

    public string Call => call;

    public string Question => question;

    public string Target => target;

    public string Node => node;

    /// <summary>Fails with a <see cref="ModelException"/>.</summary>
    public ChannelReader<ChatResponseUpdate> Updates => _updates.Reader;

    /// <summary>Pieces that have been read.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <returns>True: the other node is to be told.</returns>
    public bool Take() => Interlocked.Increment(ref _taken) % TellEvery == 0;

    public void Deliver(ChatResponseUpdate update)
    {
        if (_updates.Reader.Count >= MaxWaiting) Fail(new ModelException($"node '{node}' sends more than it is asked for."));
        else _updates.Writer.TryWrite(update);
    }

    public void End() => _updates.Writer.TryComplete();

    public void Fail(ModelException error) => _updates.Writer.TryComplete(error);
}
