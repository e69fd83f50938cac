namespace Hanzo.Network.Node.Client;

/// <summary>A node could not be asked, or refused; the message is for the user.</summary>
internal sealed class NodeClientException(string code, string message, Exception? inner = null, bool isBadRequest = false)
    : Exception(message, inner)
{
    /// <summary>The code of a node that does not answer.</summary>
    public const string Unreachable = "unreachable";

    public string Code { get; } = code;

    /// <summary>The request itself was wrong, whatever node had been asked.</summary>
    public bool IsBadRequest { get; } = isBadRequest;
}
