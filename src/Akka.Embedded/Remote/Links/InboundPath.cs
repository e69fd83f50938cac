using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>A path that came over a connection, and the reference that it stands for once that is known.</summary>
internal sealed class InboundPath(string text)
{
    private InternalActorRef? _resolved;

    public string Text { get; } = text;

    /// <summary>An actor of this system.</summary>
    public InternalActorRef Recipient(RemoteProvider provider)
    {
        if (_resolved is LocalActorRef { Cell.IsClosed: false } known)
        {
            return known;
        }

        return _resolved = PathTexts.IsTemporary(Text) ? provider.ResolveTemporary(Text) : provider.ResolveText(Text);
    }

    /// <summary>An actor of the system at the other end, or further off.</summary>
    public InternalActorRef Sender(RemoteProvider provider, Association from) =>
        _resolved ??= PathTexts.IsRelative(Text) ? RemoteActorRef.Parse(provider, from, Text) : provider.ResolveText(Text);
}
