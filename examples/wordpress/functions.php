<?php
/**
 * For a theme's functions.php: Kreftveiviser in the footer of every page.
 * Only a block of code, and no plugin: nothing is stored in WordPress.
 */

const KREFTVEIVISER = 'https://veiviser.example';

add_action( 'wp_enqueue_scripts', function () {
	// No version: the address must stay the same, and the server says itself when the file is new.
	wp_enqueue_script( 'kreftveiviser', KREFTVEIVISER . '/widget.js', array(), null, array( 'strategy' => 'async', 'in_footer' => true ) );
} );

add_filter( 'wp_script_attributes', function ( $attributes ) {
	if ( 'kreftveiviser-js' === ( $attributes['id'] ?? '' ) ) {
		$attributes['data-colour']   = '#2b4c5f';
		$attributes['data-position'] = 'right 20 20';
	}
	return $attributes;
} );

add_action( 'wp_footer', function () {
	printf(
		'<noscript><p>Les <a href="%s">artiklene i Kreftveiviser</a>, eller ring <a href="tel:21494921">21 49 49 21</a>.</p></noscript>',
		esc_url( KREFTVEIVISER . '/artikler' )
	);
} );
