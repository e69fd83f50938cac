using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using OpenAI;
using Sdk = OpenAI.Chat;

namespace Hanzo.Network.Adapters.Models;

/// <summary>
/// One endpoint in OpenAI's format, by the official SDK. Every failure is a <see cref="ModelException"/>, except the caller's own
/// cancellation. Nothing is tried again here.
/// </summary>
internal sealed class OpenAIChatClient : IChatClient
{
    private const string AgentName = "hanzo-network";

    /// <summary>What servers get that need no key: the SDK sends one always.</summary>
    private const string NoKey = "none";

    /// <summary>The SDK has a limit of its own, which must not come first.</summary>
    private static readonly TimeSpan SdkMargin = TimeSpan.FromSeconds(30);

    private readonly ModelEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly OpenAIErrors _errors;
    private readonly OpenAIClient _client;
    private readonly ChatClientMetadata _metadata;
    private readonly bool _isOpenAI;

    /// <param name="key">Null: the endpoint needs none.</param>
    public OpenAIChatClient(ModelEndpoint endpoint, string? key, HttpClient http, TimeProvider time)
    {
        (_endpoint, _time) = (endpoint, time);
        _isOpenAI = endpoint.BaseUrl.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);
        _errors = new OpenAIErrors(endpoint, key, time);
        _metadata = new ChatClientMetadata(endpoint.Name, endpoint.BaseUrl, endpoint.Model);
        _client = new OpenAIClient(new ApiKeyCredential(key ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = endpoint.BaseUrl,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = endpoint.Timeout + SdkMargin,
            Transport = new HttpClientPipelineTransport(http),
            UserAgentApplicationId = AgentName,
        });
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var silence = new Silence(_endpoint.Timeout, _time, cancellationToken);
        try
        {
            var completion = await ClientFor(options).CompleteChatAsync(
                OpenAIMessages.From(messages), OpenAIOptions.From(options, _isOpenAI), silence.Token);
            return OpenAIReplies.ResponseOf(completion.Value);
        }
        catch (Exception error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw silence.IsOver ? _errors.Silence() : _errors.From(error);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = new Silence(_endpoint.Timeout, _time, cancellationToken);
        await using var updates = StreamAsync(messages, options, silence).GetAsyncEnumerator(silence.Token);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync()) yield break;
            }
            catch (Exception error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw silence.IsOver ? _errors.Silence() : _errors.From(error);
            }

            yield return updates.Current;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, Silence silence)
    {
        var reply = new OpenAIStream();
        var updates = ClientFor(options).CompleteChatStreamingAsync(
            OpenAIMessages.From(messages), OpenAIOptions.From(options, _isOpenAI), silence.Token);
        await foreach (var update in updates.WithCancellation(silence.Token))
        {
            silence.Heard();
            foreach (var taken in reply.Take(update)) yield return taken;
        }

        yield return reply.End();
    }

    private Sdk.ChatClient ClientFor(ChatOptions? options) => _client.GetChatClient(
        options?.ModelId ?? _endpoint.Model ?? throw new ModelException("no model is named, and it has no default."));
}
