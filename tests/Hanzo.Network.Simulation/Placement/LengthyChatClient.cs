using System.Globalization;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Tests.Placement;

/// <summary>Takes as many seconds as the user says, divided by the speed of its node.</summary>
internal sealed class LengthyChatClient(TimeProvider time, double speed) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var length = double.Parse(messages.Last(message => message.Role == ChatRole.User).Text, CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(length / speed), time, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "done"));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
