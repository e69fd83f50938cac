using System.Runtime.CompilerServices;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Models;

/// <summary>A model of another node.</summary>
internal sealed class RemoteChatClient(NetworkModel model, NodeProcess process, GenerationGate gate) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var question = QuestionWriter.Write(model, messages, options);
        var generation = await RequireAsync(cancellationToken);
        var reply = new RemoteReply(process.Ids.NewUlid(), question, Target(), model.Node);
        var asker = Start(generation, reply);
        // An actor created while its system ends may never run.
        await using var ending = generation.EndedToken.Register(() => reply.Fail(Leaving()));
        try
        {
            while (await reply.Updates.WaitToReadAsync(cancellationToken))
                while (reply.Updates.TryRead(out var update))
                {
                    if (reply.Take()) asker.Tell(ModelAsker.Room.Instance);
                    yield return update;
                }
        }
        finally
        {
            asker.Tell(ModelAsker.Leave.Instance);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private string Target() => process.Board.Current.Find(model.Node)?.Address
        ?? throw new ModelException($"node '{model.Node}' is not here any more.") { IsTransient = true };

    private async Task<Generation> RequireAsync(CancellationToken cancellation)
    {
        try
        {
            return await gate.RequireAsync(process, cancellation);
        }
        catch (AgentNetworkException error)
        {
            throw new ModelException(error.Message, error) { IsTransient = true };
        }
    }

    private IActorRef Start(Generation generation, RemoteReply reply)
    {
        try
        {
            return generation.System.ActorOf(ModelAsker.Props(reply, process.Time));
        }
        catch (InvalidOperationException error)
        {
            throw new ModelException(Leaving().Message, error) { IsTransient = true };
        }
    }

    private ModelException Leaving() => new($"this node left the network while it asked node '{model.Node}'.") { IsTransient = true };
}
