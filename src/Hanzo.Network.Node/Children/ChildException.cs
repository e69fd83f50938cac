namespace Hanzo.Network.Node.Children;

/// <summary>Nodes in processes of their own do not do what is needed of them; the message is for the user.</summary>
internal sealed class ChildException(string message) : Exception(message);
