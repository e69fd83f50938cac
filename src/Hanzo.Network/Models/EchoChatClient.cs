using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>The model of the agent <c>echo</c>: answers with the last thing the user said.</summary>
public sealed class EchoChatClient : IChatClient
{
    public const string ModelName = "echo";

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var said = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        return Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, said)) { ModelId = ModelName, FinishReason = ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
