namespace Hanzo.Network.Adapters.Security;

/// <summary>Keys of networks cannot be used; the message names the file, what is wrong with it, and what helps.</summary>
public sealed class KeyStoreException(string message, Exception? cause = null) : Exception(message, cause);
