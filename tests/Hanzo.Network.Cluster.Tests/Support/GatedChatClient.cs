using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>A model that answers when the test says so.</summary>
internal sealed class GatedChatClient : IChatClient
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    public Task<Call> NextCall() => _calls.Reader.ReadAsync().AsTask();

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = new Call([.. messages]);
        _calls.Writer.TryWrite(call);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [await call.Answer.WaitAsync(cancellationToken)]));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _calls.Writer.TryComplete();

    internal sealed class Call(List<ChatMessage> messages)
    {
        private readonly TaskCompletionSource<AIContent> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<ChatMessage> Messages { get; } = messages;

        public Task<AIContent> Answer => _answer.Task;

        public void Release(string text) => _answer.SetResult(new TextContent(text));

        /// <summary>Asks for a call of an agent's function.</summary>
        public void ReleaseAgentCall(string function, string input) =>
            _answer.SetResult(new FunctionCallContent("c1", function, new Dictionary<string, object?> { ["input"] = input }));

        /// <summary>Asks for a call of the tool, without arguments.</summary>
        public void ReleaseToolCall(string tool) => _answer.SetResult(new FunctionCallContent("c1", tool));
    }
}
