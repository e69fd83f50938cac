namespace Akka.Actor;

/// <summary>Nothing has arrived for as long as the actor's receive timeout says.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}
